import { describe, expect, it } from 'vitest'
import { getLibrary } from '../../libraries/get-library.ts'
import { limits } from '../../limits.ts'
import type { MetricName } from '../../ports/metrics.ts'
import { measured } from '../../testing/measured.ts'
import { contentOf, openMirror } from '../../../test/mirror.ts'
import { failure } from '../../../test/publisher.ts'
import { router, ubuntu } from '../../../test/published-items.ts'
import type { PublishedItem } from '../../../test/publisher.ts'
import { scale } from '../../testing/scale.ts'
import { cancelTask } from '../../tasks/cancel-task.ts'
import { sweep } from '../../upkeep/sweep.ts'
import { syncSubscribedLibrary } from '../sync-subscribed-library.ts'

const bare = (version: string, content: string): PublishedItem => ({
  ...ubuntu,
  version,
  files: [{ name: 'a', content, etag: '' }],
})

describe('the first synchronization', () => {
  it('takes over items and bytes, and says when', async () => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    expect(await mirror.contents()).toEqual({
      Ubuntu: { type: 'iso', description: 'A server', files: { 'ubuntu 1.iso': 'ubuntu bytes' } },
      Router: {
        type: 'ovf',
        description: '',
        files: { 'router.ovf': '<Envelope/>', 'disk.vmdk': 'disk bytes', empty: '' },
      },
    })
    expect(await mirror.lastTask()).toMatchObject({
      kind: 'library_sync',
      status: 'SUCCEEDED',
      userName: mirror.caller.user.name,
      result: { added: 2, changed: 0, removed: 0 },
    })
    const { world, caller, libraryId } = mirror
    expect(await getLibrary(world, caller, { library_id: libraryId })).toMatchObject({
      last_sync_time: new Date(world.clock.now()).toISOString(),
      state_info: { state: 'ACTIVE' },
    })
    await mirror.expectSound()
  })
})

it('tells how many bytes it has fetched, and that it is at it, as no upload', async () => {
  const mirror = await openMirror([router])
  const count = (metric: MetricName, direction: string) =>
    measured(mirror.metrics, metric, { direction })
  let running = 0
  mirror.publisher.onRequest = (path) => {
    if (path === 'b/disk.vmdk') running = count('accession_transfers_running', 'sync')
  }
  await mirror.runTasks()
  expect(running).toBeGreaterThan(0)
  expect(count('accession_transfers_running', 'sync')).toBe(0)
  expect(count('accession_transfer_bytes_total', 'sync')).toBe('<Envelope/>disk bytes'.length)
  expect(count('accession_transfer_bytes_total', 'upload')).toBe(0)
})

it('of many items takes them over, then finds them the same, and one that is not', async () => {
  const count = scale(150, 10_000)
  const many = Array.from({ length: count }, (_, n): PublishedItem => ({
    id: `id-${(n * 7_919) % count}`,
    name: `Item ${n}`,
    files: [{ name: 'a', content: `${n}` }],
  }))
  const mirror = await openMirror(many)
  await mirror.runTasks()
  expect(await mirror.lastTask()).toMatchObject({
    result: { added: count, changed: 0, removed: 0 },
  })
  expect((await mirror.rows()).items).toHaveLength(count)
  mirror.publisher.publish([{ ...many[0]!, name: 'Other' }, ...many.slice(1, -1)])
  mirror.publisher.asked.length = 0
  await mirror.sync()
  expect(await mirror.lastTask()).toMatchObject({ result: { added: 0, changed: 1, removed: 1 } })
  expect(mirror.publisher.asked).toEqual(['lib.json', 'items.json'])
}, 300_000)

describe('a later one', () => {
  it('asks for lib.json alone where nothing has changed', async () => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    const before = await mirror.rows()
    mirror.publisher.asked.length = 0
    await mirror.sync()
    expect(mirror.publisher.asked).toEqual(['lib.json'])
    expect(await mirror.rows()).toEqual(before)
    expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
  })

  it('fetches what changed, and nothing else', async () => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    mirror.publisher.asked.length = 0
    const [descriptor, , empty] = router.files ?? []
    const disk = { name: 'disk.vmdk', content: 'other disk' }
    const changed = { ...router, version: '2', files: [descriptor!, disk, empty!] }
    mirror.publisher.publish([ubuntu, changed])
    await mirror.sync()
    expect(mirror.publisher.asked).toEqual(['lib.json', 'items.json', 'b/disk.vmdk'])
    expect((await mirror.contents())['Router']?.files).toEqual({
      'router.ovf': '<Envelope/>',
      'disk.vmdk': 'other disk',
      empty: '',
    })
    expect(await mirror.itemNamed('Router')).toMatchObject({ version: 2, contentVersion: 2 })
    expect(await mirror.itemNamed('Ubuntu')).toMatchObject({ version: 1, contentVersion: 1 })
    await mirror.expectSound()
  })

  it.each<[string, Partial<PublishedItem>, object]>([
    ['renames', { name: 'Debian' }, { version: 2, contentVersion: 1, metadataVersion: 2 }],
    ['describes', { description: 'x' }, { version: 2, contentVersion: 1, metadataVersion: 2 }],
    ['retypes', { type: 'vcsp.other' }, { version: 2, metadataVersion: 2, itemType: '' }],
    ['empties', { files: [] }, { version: 2, contentVersion: 2, size: 0, fileCount: 0 }],
    ['counts', { version: '9' }, { version: 1, contentVersion: 1, metadataVersion: 1 }],
  ])('%s an item as its publisher does', async (_, change, expected) => {
    const mirror = await openMirror([ubuntu])
    await mirror.runTasks()
    const [before] = (await mirror.rows()).items
    mirror.publisher.publish([{ ...ubuntu, ...change }])
    await mirror.sync()
    const [item] = (await mirror.rows()).items
    expect(item).toMatchObject({ id: before?.id, ...expected })
    expect(item?.name).toBe(change.name ?? 'Ubuntu')
    await mirror.expectSound()
  })

  it('lets items go that are no more, and their names be taken', async () => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    mirror.publisher.publish([{ ...router, name: 'Ubuntu' }])
    await mirror.sync()
    expect(Object.keys(await mirror.contents())).toEqual(['Ubuntu'])
    expect(await mirror.lastTask()).toMatchObject({ result: { removed: 1, changed: 1 } })
    while ((await sweep(mirror.world)).more);
    await mirror.expectSound()
  })

  it('lets an item go that came back and went again, wherever the rows that are read at once end', async () => {
    const items = Array.from({ length: limits.itemsLookedAtOnce }, (_, n): PublishedItem => ({
      id: `id-${1_000 + n}`,
      name: `Item ${n}`,
    }))
    const [last, others] = [items.at(-1)!, items.slice(0, -1)]
    const mirror = await openMirror(items)
    await mirror.runTasks()
    for (const published of [others, items, others]) {
      mirror.publisher.publish(published)
      await mirror.sync()
      const isThere = (await mirror.itemNamed(last.name)) !== undefined
      expect(isThere).toBe(published.includes(last))
    }
    expect(await mirror.lastTask()).toMatchObject({ result: { removed: 1 } })
  })

  it('exchanges names', async () => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    const ids = await mirror.idsByName()
    mirror.publisher.publish([
      { ...ubuntu, name: 'Router' },
      { ...router, name: 'Ubuntu' },
    ])
    await mirror.sync()
    expect(await mirror.idsByName()).toEqual({ Router: ids['Ubuntu'], Ubuntu: ids['Router'] })
    await mirror.expectSound()
  })

  it('tells a file with neither etag nor generation by the version of its item', async () => {
    const mirror = await openMirror([bare('1', 'one')])
    await mirror.runTasks()
    mirror.publisher.publish([bare('2', 'two')])
    await mirror.sync()
    expect((await mirror.contents())['Ubuntu']?.files).toEqual({ a: 'two' })
  })

  it('has no effect while one is going on', async () => {
    const mirror = await openMirror([ubuntu])
    const { world, caller, libraryId } = mirror
    await syncSubscribedLibrary(world, caller, { library_id: libraryId })
    await syncSubscribedLibrary(world, caller, { library_id: libraryId })
    expect(await mirror.tasks()).toHaveLength(1)
  })
})

const down = (): never => {
  throw failure('UNREACHABLE')
}

describe('a publisher that cannot be read', () => {
  it.each<[string, (path: string) => number | void, string]>([
    ['is down', down, 'publisher_not_read'],
    [
      'has another certificate',
      () => {
        throw failure('CERTIFICATE_ERROR')
      },
      'publisher_not_read',
    ],
    ['wants a password', () => 401, 'credentials_refused'],
    ['is gone', () => 404, 'not_published_there'],
    ['is ill', () => 500, 'status_unexpected'],
    ['lacks its items', (path) => (path === 'items.json' ? 404 : undefined), 'not_published_there'],
  ])('that %s leaves the library as it was, and the task says why', async (_, fault, id) => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    const before = await mirror.rows()
    mirror.publisher.publish([{ ...ubuntu, name: 'Other' }])
    mirror.publisher.onRequest = fault
    await mirror.sync()
    expect(await mirror.rows()).toEqual(before)
    const failed = { id: `accession.subscription.${id}` }
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED', error: { message: failed } })
    const { world, caller, libraryId } = mirror
    const { state_info } = await getLibrary(world, caller, { library_id: libraryId })
    expect(state_info?.message).toContain('ublisher')

    mirror.publisher.onRequest = () => undefined
    await mirror.sync()
    expect(Object.keys(await mirror.contents())).toEqual(['Other'])
    expect(await getLibrary(world, caller, { library_id: libraryId })).toMatchObject({
      state_info: { state: 'ACTIVE' },
    })
    await mirror.expectSound()
  })

  it.each<[string, string, string]>([
    ['a half-written list', 'items.json', '{"items":[{"id":"urn:uuid:a","na'],
    ['no list', 'items.json', '<html></html>'],
    ['an item without an id', 'items.json', '{"items":[{"name":"Ubuntu"}]}'],
    ['no library', 'lib.json', '{}'],
    ['items elsewhere', 'lib.json', '{"id":"a","version":"7","itemsHref":"//other.example/a"}'],
  ])('with %s is refused as a whole', async (_, path, content) => {
    const mirror = await openMirror([ubuntu, router])
    await mirror.runTasks()
    const before = await mirror.rows()
    mirror.publisher.publish([])
    mirror.publisher.put(path, content)
    await mirror.sync()
    expect(await mirror.rows()).toEqual(before)
    const message = { id: 'accession.subscription.document_refused' }
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED', error: { message } })
    await mirror.expectSound()
  })

  it('that is never there again is told of by the library as well, once nobody tries it any more', async () => {
    const mirror = await openMirror([ubuntu])
    mirror.publisher.onRequest = (path) => {
      if (path === 'a/ubuntu 1.iso') mirror.publisher.onRequest = down
    }
    mirror.publisher.breakAfter.set('a/ubuntu 1.iso', 1)
    await mirror.runTasks()
    const { world, caller, libraryId } = mirror
    const message = async () =>
      (await getLibrary(world, caller, { library_id: libraryId })).state_info?.message
    expect(await message()).toBeUndefined()
    while ((await mirror.lastTask())?.endedAt === null) {
      await mirror.clock.advance(limits.taskBackoffMaxMs)
      await mirror.runTasks()
    }
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED' })
    expect(await message()).toContain('unreachable')
  })

  it('tells of a synchronization that was cancelled, and begins the next from the start', async () => {
    const mirror = await openMirror([ubuntu])
    await mirror.runTasks()
    const { world, caller, libraryId } = mirror
    await syncSubscribedLibrary(world, caller, { library_id: libraryId })
    const task = await mirror.lastTask()
    await cancelTask(world, caller, { task: task?.id ?? '' })
    expect(await mirror.source()).toMatchObject({
      lastError: { id: 'accession.task.canceled' },
      seen: { version: '1' },
    })
    await mirror.sync()
    expect(await mirror.source()).toMatchObject({ lastError: null })
  })

  it('is tried again where that may help', async () => {
    const mirror = await openMirror([ubuntu])
    let count = 0
    mirror.publisher.onRequest = () => (count++ % 2 === 0 ? 503 : undefined)
    await mirror.runTasks()
    expect(Object.keys(await mirror.contents())).toEqual(['Ubuntu'])
    expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
  })
})

describe('a publisher that changes meanwhile', () => {
  it('is looked at anew, so that its new state is taken over', async () => {
    const mirror = await openMirror([ubuntu, router])
    mirror.publisher.onRequest = (path) => {
      if (path !== 'b/disk.vmdk') return
      mirror.publisher.onRequest = () => undefined
      mirror.publisher.publish([
        { ...router, version: '2', files: [{ name: 'disk.vmdk', content: 'a longer disk' }] },
      ])
    }
    await mirror.runTasks()
    expect(await mirror.contents()).toMatchObject({
      Router: { files: { 'disk.vmdk': 'a longer disk' } },
    })
    expect(Object.keys(await mirror.contents())).toEqual(['Router'])
    expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
    await mirror.expectSound()
  })
})

it('maintenance keeps a library from being synchronized', async () => {
  const mirror = await openMirror([ubuntu])
  await mirror.enterMaintenance()
  await mirror.runTasks()
  expect(await mirror.contents()).toEqual({})
  const message = { id: 'accession.library.in_maintenance' }
  expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED', error: { message } })
})

it.each([
  ['deleted', false],
  ['deleted, and swept,', true],
])('a library that is %s meanwhile leaves nothing', async (_, isSwept) => {
  const mirror = await openMirror([ubuntu, router])
  mirror.publisher.onRequest = async (path) => {
    if (path !== 'b/disk.vmdk') return
    await mirror.deleteLibrary()
    if (!isSwept) return
    while ((await sweep(mirror.world)).more);
  }
  await mirror.runTasks()
  while ((await sweep(mirror.world)).more);
  const { items, files, fetched, sources } = await mirror.rows()
  expect({ items, files, fetched, sources }).toEqual({
    items: [],
    files: [],
    fetched: [],
    sources: [],
  })
  await mirror.expectSound()
  expect(await contentOf(mirror.world, 'none')).toBeUndefined()
})
