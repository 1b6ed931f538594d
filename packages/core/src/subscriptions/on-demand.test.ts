import { describe, expect, it } from 'vitest'
import { openMirror } from '../../test/mirror.ts'
import type { Mirror } from '../../test/mirror.ts'
import type { PublishedItem } from '../../test/publisher.ts'
import { createDownloadSession } from '../downloads/create-download-session.ts'
import { deleteDownloadSession } from '../downloads/delete-download-session.ts'
import { getDownloadFile } from '../downloads/get-download-file.ts'
import { listDownloadFiles } from '../downloads/list-download-files.ts'
import { prepareDownloadFile } from '../downloads/prepare-download-file.ts'
import { copyLibraryItem } from '../items/copy-library-item.ts'
import { findLibraryItems } from '../items/find-library-items.ts'
import { getLibraryItem } from '../items/get-library-item.ts'
import { listItemFiles } from '../items/list-item-files.ts'
import { packParcel } from '../testing/parcel-archive.ts'
import { parcelType } from '../testing/parcel-type.ts'
import { openArchiveDownload } from '../transfers/open-archive-download.ts'
import { sweep } from '../upkeep/sweep.ts'
import { evictSubscribedItem } from './evict-subscribed-item.ts'
import { evictSubscribedLibrary } from './evict-subscribed-library.ts'
import { syncSubscribedItem } from './sync-subscribed-item.ts'
import { updateSubscribedLibrary } from './update-subscribed-library.ts'

const router: PublishedItem = {
  id: 'b',
  name: 'Router',
  type: 'vcsp.ovf',
  files: [
    { name: 'router.ovf', content: '<Envelope/>' },
    { name: 'disk.vmdk', content: 'disk bytes' },
  ],
}

const content = { 'router.ovf': '<Envelope/>', 'disk.vmdk': 'disk bytes' }
const uncached = { 'router.ovf': null, 'disk.vmdk': null }

const open = async (items: readonly PublishedItem[] = [router]) => {
  const mirror = await openMirror(items, { on_demand: true })
  await mirror.runTasks()
  mirror.publisher.asked.length = 0
  const item = await mirror.itemNamed('Router')
  return { ...mirror, itemId: item?.id ?? '' }
}

type OnDemandMirror = Awaited<ReturnType<typeof open>>

const filesIn = async (mirror: Mirror) => (await mirror.contents())['Router']?.files

const fetchedIn = async (mirror: Mirror) => (await mirror.rows()).fetched.map(({ name }) => name)

const syncItem = async (mirror: OnDemandMirror, force: boolean): Promise<void> => {
  const input = { library_item_id: mirror.itemId, force_sync_content: force }
  await syncSubscribedItem(mirror.world, mirror.caller, input)
  await mirror.runTasks()
}

const openSession = async ({ world, caller, itemId }: OnDemandMirror) => {
  const create_spec = { library_item_id: itemId }
  const download_session_id = await createDownloadSession(world, caller, { create_spec })
  return { download_session_id, file_name: 'disk.vmdk' }
}

describe('a library that fetches on demand', () => {
  it('has items and files, and no bytes', async () => {
    const mirror = await open()
    const { world, caller, itemId, libraryId } = mirror
    expect(await filesIn(mirror)).toEqual(uncached)
    const shown = await getLibraryItem(world, caller, { library_item_id: itemId })
    expect(shown).toMatchObject({ cached: false, size: 21, source_id: 'b', type: 'ovf' })
    const files = await listItemFiles(world, caller, { library_item_id: itemId })
    expect(files.map((file) => file.cached)).toEqual([false, false])
    expect(files.some((file) => 'file_download_endpoint' in file)).toBe(false)
    const find = (cached: boolean) =>
      findLibraryItems(world, caller, { spec: { library_id: libraryId, cached } })
    expect([await find(false), await find(true)]).toEqual([[itemId], []])
    await mirror.expectSound()
  })

  it('fetches an item whose content is asked for, and drops it again', async () => {
    const mirror = await open()
    const { world, caller, itemId } = mirror
    await syncItem(mirror, true)
    const [first, ...files] = mirror.publisher.asked
    expect(first).toBe('b/item.json')
    expect(files.toSorted()).toEqual(['b/disk.vmdk', 'b/router.ovf'])
    expect(await filesIn(mirror)).toEqual(content)
    expect(await mirror.itemNamed('Router')).toMatchObject({ isCached: true, version: 1 })
    await evictSubscribedItem(world, caller, { library_item_id: itemId })
    expect(await filesIn(mirror)).toEqual(uncached)
    expect(await mirror.itemNamed('Router')).toMatchObject({ isCached: false, version: 1 })
    while ((await sweep(world)).more);
    await mirror.expectSound()
  })

  it('takes over metadata alone where content is not forced', async () => {
    const mirror = await open()
    mirror.publisher.publish([{ ...router, name: 'Router', description: 'New' }])
    await syncItem(mirror, false)
    expect(mirror.publisher.asked).toEqual(['b/item.json'])
    expect(await mirror.itemNamed('Router')).toMatchObject({ description: 'New', isCached: false })
  })

  it('has archives of items all of whose files are here, whenever the session began', async () => {
    const mirror = await open()
    const { caller } = mirror
    const ovf = { ...parcelType, info: { ...parcelType.info, type: 'ovf' } }
    const world = { ...mirror.world, itemTypes: [ovf] }
    const input = { ...(await openSession(mirror)), file_name: 'router.ovf' }
    await prepareDownloadFile(world, caller, input)
    await mirror.runTasks()
    const { download_endpoint } = await getDownloadFile(world, caller, input)
    const { pathname } = new URL(download_endpoint?.uri ?? '')
    const [, , , ownerId = '', fileId = '', mac = '', name = ''] = pathname.split('/')
    const capability = { kind: 'download', ownerId, fileId, mac, name } as const
    await evictSubscribedItem(world, caller, { library_item_id: mirror.itemId })
    await expect(openArchiveDownload(world, capability, 'parcels')).rejects.toMatchObject({
      id: 'accession.subscription.file_not_here',
    })
    await syncItem(mirror, true)
    const archive = await openArchiveDownload(world, capability, 'parcels')
    expect(await new Response(await archive.read()).text()).toBe(packParcel(content))
    await mirror.expectSound()
  })

  it('reads the list where an item has no document of its own', async () => {
    const mirror = await open()
    mirror.publisher.put('b/item.json', undefined)
    await syncItem(mirror, true)
    expect(mirror.publisher.asked.slice(0, 3)).toEqual(['b/item.json', 'lib.json', 'items.json'])
    expect(await filesIn(mirror)).toEqual(content)
  })

  it('leaves an item that its publisher has no more to the library', async () => {
    const mirror = await open()
    mirror.publisher.publish([])
    mirror.publisher.put('b/item.json', undefined)
    await syncItem(mirror, true)
    const message = { id: 'accession.subscription.item_gone' }
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED', error: { message } })
    expect(await mirror.itemNamed('Router')).toBeDefined()
  })

  it('keeps what is cached while it stays the same', async () => {
    const mirror = await open()
    await syncItem(mirror, true)
    const disk = { name: 'disk.vmdk', content: 'other' }
    const files = [...(router.files ?? []).slice(0, 1), disk]
    mirror.publisher.publish([{ ...router, version: '2', files }])
    mirror.publisher.asked.length = 0
    await mirror.sync()
    expect(mirror.publisher.asked).toEqual(['lib.json', 'items.json'])
    expect(await filesIn(mirror)).toEqual({ ...content, 'disk.vmdk': null })
    await mirror.expectSound()
  })

  it('drops all it has, item after item', async () => {
    const many = Array.from({ length: 25 }, (_, n) => ({
      id: `id-${n}`,
      name: `Item ${n}`,
      files: [{ name: 'a', content: `content ${n}` }],
    }))
    const mirror = await openMirror(many)
    const { world, caller, libraryId: library_id } = mirror
    await mirror.runTasks()
    const follow = (on_demand: boolean) =>
      updateSubscribedLibrary(world, caller, {
        library_id,
        update_spec: { subscription_info: { on_demand } },
      })
    await follow(true)
    await evictSubscribedLibrary(world, caller, { library_id })
    await evictSubscribedLibrary(world, caller, { library_id })
    await mirror.runTasks()
    const cached = async () => (await mirror.rows()).items.filter(({ isCached }) => isCached).length
    expect(await cached()).toBe(0)
    while ((await sweep(world)).more);
    await mirror.expectSound()
    await follow(false)
    await mirror.sync()
    expect(await cached()).toBe(25)
    await mirror.expectSound()
  })
})

describe('the first download', () => {
  it('fetches, and the session then holds the bytes', async () => {
    const mirror = await open()
    const { world, caller, itemId } = mirror
    const file = await openSession(mirror)
    expect(await prepareDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARING' })
    expect(await prepareDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARING' })
    expect(await getDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARING' })
    await mirror.runTasks()
    const prepared = await getDownloadFile(world, caller, file)
    expect(prepared).toMatchObject({ status: 'PREPARED', size: 10 })
    expect(prepared.download_endpoint?.uri).toContain('disk.vmdk')
    const others = await listDownloadFiles(world, caller, file)
    expect(others.map(({ status }) => status)).toEqual(['PREPARED', 'UNPREPARED'])
    const other = { ...file, file_name: 'router.ovf' }
    expect(await prepareDownloadFile(world, caller, other)).toMatchObject({ status: 'PREPARED' })
    await evictSubscribedItem(world, caller, { library_item_id: itemId })
    while ((await sweep(world)).more);
    await mirror.expectSound()
    expect(await getDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARED' })
    await deleteDownloadSession(world, caller, file)
    while ((await sweep(world)).more);
    await mirror.expectSound()
  })

  it('keeps its session alive while it waits', async () => {
    const mirror = await open()
    const { world, caller, clock } = mirror
    const file = await openSession(mirror)
    await prepareDownloadFile(world, caller, file)
    for (let waited = 0; waited < 3 * world.settings.sessionTimeoutMs; waited += 60_000) {
      await clock.advance(60_000)
      expect(await getDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARING' })
    }
  })

  it('says that nothing came, and can be tried again', async () => {
    const mirror = await open()
    const { world, caller } = mirror
    const file = await openSession(mirror)
    mirror.publisher.onRequest = () => 404
    await prepareDownloadFile(world, caller, file)
    await mirror.runTasks()
    expect(await getDownloadFile(world, caller, file)).toMatchObject({
      status: 'ERROR',
      error_message: { id: 'accession.download_session.file_not_fetched' },
    })
    mirror.publisher.onRequest = () => undefined
    await prepareDownloadFile(world, caller, file)
    await mirror.runTasks()
    expect(await getDownloadFile(world, caller, file)).toMatchObject({ status: 'PREPARED' })
  })

  it('does not show other bytes than the session lists', async () => {
    const mirror = await open()
    const { world, caller } = mirror
    const file = await openSession(mirror)
    await prepareDownloadFile(world, caller, file)
    const files = [{ name: 'disk.vmdk', content: 'other' }]
    mirror.publisher.publish([{ ...router, version: '2', files }])
    await mirror.runTasks()
    const message = { id: 'accession.download_session.file_replaced' }
    const shown = await getDownloadFile(world, caller, file)
    expect(shown).toMatchObject({ status: 'ERROR', error_message: message })
    await expect(prepareDownloadFile(world, caller, file)).rejects.toMatchObject(message)
    await mirror.expectSound()
  })
})

/** An item one of whose files has come, and the other has not. */
const openFailed = async () => {
  const mirror = await open()
  mirror.publisher.onRequest = (path) => (path === 'b/disk.vmdk' ? 404 : undefined)
  await syncItem(mirror, true)
  expect((await mirror.lastTask())?.status).toBe('FAILED')
  expect(await fetchedIn(mirror)).toEqual(['router.ovf'])
  mirror.publisher.onRequest = () => undefined
  return mirror
}

describe('what was fetched for an item whose synchronization has failed', () => {
  it('is not fetched again by the next', async () => {
    const mirror = await openFailed()
    mirror.publisher.asked.length = 0
    await syncItem(mirror, true)
    expect(mirror.publisher.asked).toEqual(['b/item.json', 'b/disk.vmdk'])
    expect(await filesIn(mirror)).toEqual(content)
  })

  it.each<[string, (mirror: OnDemandMirror) => Promise<void>]>([
    [
      'when its item is evicted',
      ({ world, caller, itemId }) =>
        evictSubscribedItem(world, caller, { library_item_id: itemId }),
    ],
    [
      'when its library is evicted',
      async ({ world, caller, libraryId, runTasks }) => {
        await evictSubscribedLibrary(world, caller, { library_id: libraryId })
        await runTasks()
      },
    ],
    ['when its library is synchronized, in which nothing has changed', ({ sync }) => sync()],
  ])('goes %s', async (_, letGo) => {
    const mirror = await openFailed()
    await letGo(mirror)
    expect(await fetchedIn(mirror)).toEqual([])
    while ((await sweep(mirror.world)).more);
    await mirror.expectSound()
  })

  it('stays while its item is being synchronized again', async () => {
    const mirror = await openFailed()
    const { world, caller, itemId, libraryId } = mirror
    await syncSubscribedItem(world, caller, { library_item_id: itemId, force_sync_content: true })
    await evictSubscribedItem(world, caller, { library_item_id: itemId })
    await evictSubscribedLibrary(world, caller, { library_id: libraryId })
    mirror.publisher.asked.length = 0
    await mirror.runTasks()
    expect(mirror.publisher.asked).toEqual(['b/item.json', 'b/disk.vmdk'])
    expect(await fetchedIn(mirror)).toEqual([])
    await mirror.expectSound()
  })
})

it('an item without its bytes is not copied', async () => {
  const mirror = await open()
  const { world, caller, itemId } = mirror
  const local = await mirror.addLibrary()
  const copy = () =>
    copyLibraryItem(world, caller, {
      source_library_item_id: itemId,
      destination_create_spec: { library_id: local.id },
    })
  await expect(copy()).rejects.toMatchObject({ id: 'accession.subscription.file_not_here' })
  await syncItem(mirror, true)
  await copy()
  await mirror.expectSound()
})
