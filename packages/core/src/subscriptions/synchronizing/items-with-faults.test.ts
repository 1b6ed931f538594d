import { describe, expect, it } from 'vitest'
import { openMirror } from '../../../test/mirror.ts'
import { router, ubuntu } from '../../../test/published-items.ts'
import type { PublishedItem } from '../../../test/publisher.ts'
import { updateConfiguration } from '../../configuration/update-configuration.ts'
import { limits } from '../../limits.ts'
import { takePlace } from '../../traffic/traffic.ts'
import type { Store } from '../../ports/store.ts'
import { syncSubscribedLibrary } from '../sync-subscribed-library.ts'

describe('an item that cannot be taken over', () => {
  it.each<[string, PublishedItem, string]>([
    [
      'a file that is missing',
      { ...router, files: [{ name: 'gone', content: 'x' }] },
      'has no gone',
    ],
    [
      'fewer bytes than listed',
      { ...router, files: [{ name: 'a', content: 'x', size: 2 }] },
      'sends 1',
    ],
    [
      'more bytes than listed',
      { ...router, files: [{ name: 'a', content: 'xy', size: 1 }] },
      'sends 2',
    ],
    ['a name that none can have', { ...router, name: 'a'.repeat(81) }, '81 characters'],
    [
      'a file name that leads elsewhere',
      { ...router, files: [{ name: '../a', content: 'x' }] },
      'path separator',
    ],
    [
      'a size that is none',
      { ...router, files: [{ name: 'a', content: 'x', size: -1 }] },
      'is none',
    ],
  ])('because of %s stays as it was, the others come', async (_, broken, why) => {
    const mirror = await openMirror([router])
    await mirror.runTasks()
    const before = (await mirror.contents())['Router']
    mirror.publisher.publish([{ ...broken, version: '2' }, ubuntu])
    mirror.publisher.put('b/gone', undefined)
    await mirror.sync()
    expect(Object.keys(await mirror.contents()).toSorted()).toEqual(['Router', 'Ubuntu'])
    expect((await mirror.contents())['Router']).toEqual(before)
    const task = await mirror.lastTask()
    expect(task).toMatchObject({
      status: 'FAILED',
      error: { message: { id: 'accession.subscription.items_left' } },
    })
    expect(task?.error?.message.args.join()).toContain(why)

    mirror.publisher.publish([{ ...router, version: '3' }, ubuntu])
    await mirror.sync()
    expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
    await mirror.expectSound()
  })

  it('are each told of with their reasons, up to a bound', async () => {
    const mirror = await openMirror([])
    await mirror.runTasks()
    const broken = Array.from({ length: limits.failedItemsToldMax + 2 }, (_, n): PublishedItem => ({
      id: `id-${n}`,
      name: `Item ${n}`,
      files: [{ name: 'a', content: 'x', size: 2 }],
    }))
    mirror.publisher.publish(broken.slice(0, 2))
    await mirror.sync()
    expect((await mirror.lastTask())?.error?.message.args[2]).toMatch(
      /^Item 0: .* sends 1; Item 1: .* sends 1\.$/,
    )
    mirror.publisher.publish(broken)
    await mirror.sync()
    expect((await mirror.lastTask())?.error?.message.args[2]).toMatch(
      /; Item 4: [^;]*; and 2 more\.$/,
    )
  })

  it('holds no others up for ever where its file breaks off each time', async () => {
    const items = Array.from({ length: limits.itemsLookedAtOnce + 1 }, (_, n): PublishedItem => ({
      id: `id-${1_000 + n}`,
      name: `Item ${n}`,
    }))
    const mirror = await openMirror(items)
    await mirror.runTasks()
    const files = [{ name: 'a', content: 'content' }]
    const [first, last] = [
      { ...items[0]!, files },
      { ...items.at(-1)!, files },
    ]
    mirror.publisher.breakAfter.set(`${first.id}/a`, 1)
    mirror.publisher.publish([first, ...items.slice(1, -1), last])
    await mirror.sync()
    while ((await mirror.lastTask())?.endedAt === null) {
      await mirror.clock.advance(limits.taskBackoffMaxMs)
      await mirror.runTasks()
    }
    expect(await mirror.lastTask()).toMatchObject({
      status: 'FAILED',
      error: {
        message: {
          id: 'accession.subscription.items_left',
          args: ['1', '201', expect.stringContaining('Item 0: ')],
        },
      },
    })
    const { [first.name]: broken, [last.name]: whole } = await mirror.contents()
    expect([broken?.files, whole?.files]).toEqual([{}, { a: 'content' }])
    await mirror.expectSound()
  })

  it('keeps the files that came, and fetches them no second time', async () => {
    const mirror = await openMirror([router])
    mirror.publisher.onRequest = (path) => (path === 'b/disk.vmdk' ? 404 : undefined)
    await mirror.runTasks()
    expect(await mirror.contents()).toEqual({})
    await mirror.expectSound()
    mirror.publisher.asked.length = 0
    mirror.publisher.onRequest = () => undefined
    await mirror.sync()
    expect(mirror.publisher.asked).toEqual(['lib.json', 'items.json', 'b/disk.vmdk'])
    expect(Object.keys((await mirror.contents())['Router']?.files ?? {})).toHaveLength(3)
    await mirror.expectSound()
  })

  it('keeps them no longer than its publisher has it, also where another one fails', async () => {
    const mirror = await openMirror([router])
    mirror.publisher.onRequest = (path) => (path.startsWith('b/disk') ? 404 : undefined)
    await mirror.runTasks()
    expect((await mirror.rows()).fetched).toHaveLength(2)
    mirror.publisher.onRequest = (path) => (path.startsWith('a/') ? 404 : undefined)
    mirror.publisher.publish([ubuntu])
    await mirror.sync()
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED' })
    expect((await mirror.rows()).fetched).toEqual([])
    await mirror.expectSound()
  })
})

it('a file that no row can be made for leaves its place among the transfers to others', async () => {
  const mirror = await openMirror([ubuntu])
  const { world, caller } = mirror
  await updateConfiguration(world, caller, { model: { transfer_threads_pool_size: 1 } })
  let isBroken = true
  const store: Store = {
    ...world.store,
    async commit(changes) {
      if (isBroken && changes.some(({ table }) => table === 'blob')) throw new Error('No room')
      return world.store.commit(changes)
    },
  }
  const node = { ...world, store }
  await mirror.runTasks(node)
  expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED' })
  // The only place there is: while nobody lets time pass, it is had at once or never.
  const place = await takePlace(world, 'another file')
  place.leave()
  isBroken = false
  await syncSubscribedLibrary(world, caller, { library_id: mirror.libraryId })
  await mirror.runTasks(node)
  expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
})

describe('a connection that breaks off', () => {
  it('is gone on with where it was', async () => {
    const content = 'abcdefghij'
    const mirror = await openMirror([{ ...ubuntu, files: [{ name: 'a', content }] }])
    mirror.publisher.breakAfter.set('a/a', 4)
    await mirror.runTasks()
    expect((await mirror.contents())['Ubuntu']?.files).toEqual({ a: content })
    expect(mirror.publisher.asked.slice(2)).toEqual(['a/a', 'a/a bytes=4-', 'a/a bytes=8-'])
    await mirror.expectSound()
  })

  it('after a few bytes each time has the task wait, and others have their turn', async () => {
    const content = 'abcdefghijklmnop'
    const mirror = await openMirror([{ ...ubuntu, files: [{ name: 'a', content }] }])
    mirror.publisher.breakAfter.set('a/a', 1)
    await mirror.runTasks()
    expect(await mirror.lastTask()).toMatchObject({ status: 'BLOCKED' })
    expect(mirror.publisher.asked.slice(2)).toHaveLength(limits.fetchResumesMax + 1)
    await mirror.expectSound()
  })

  it.each([
    ['looks at the condition of a range', false],
    ['does not', true],
  ])('does not join the halves of two files, where its server %s', async (_, ignoresConditions) => {
    const mirror = await openMirror([{ ...ubuntu, files: [{ name: 'a', content: 'abcdefghij' }] }])
    mirror.publisher.ignoresConditions = ignoresConditions
    mirror.publisher.breakAfter.set('a/a', 4)
    mirror.publisher.onRequest = (_path, { headers = {} }) => {
      if (headers['range'] === undefined) return
      mirror.publisher.breakAfter.clear()
      mirror.publisher.onRequest = () => undefined
      mirror.publisher.put('a/a', '0123456789')
    }
    await mirror.runTasks()
    expect((await mirror.contents())['Ubuntu']?.files).toEqual({ a: '0123456789' })
    expect(mirror.publisher.asked.slice(2)).toEqual(['a/a', 'a/a bytes=4-', 'a/a'])
    await mirror.expectSound()
  })
})
