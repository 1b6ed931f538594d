import { describe, expect, it } from 'vitest'
import { openMirror } from '../../../test/mirror.ts'
import type { Mirror } from '../../../test/mirror.ts'
import { failure } from '../../../test/publisher.ts'
import { limits } from '../../limits.ts'
import { cancelTask } from '../../tasks/cancel-task.ts'
import { createTaskRunner } from '../../tasks/task-runner.ts'
import { mortal } from '../../testing/tasks/counting.ts'
import { held } from '../../testing/tasks/held.ts'
import { blobsLeft } from '../../testing/pulls/pull-steps.ts'
import { until } from '../../testing/update-sessions/until.ts'
import { sweep } from '../../upkeep/sweep.ts'
import { syncSubscribedItem } from '../sync-subscribed-item.ts'

const mebibyte = 1024 * 1024
const path = 'a/disk.vmdk'

/** So many bytes of text of which no two lines are the same. */
const textOf = (bytes: number, name: string): string =>
  Array.from({ length: bytes / 32 }, (_, n) => `${name} ${n}`.padEnd(31) + '\n').join('')

const content = textOf(3 * mebibyte, 'line')

const open = (info: { readonly on_demand?: boolean } = {}): Promise<Mirror> =>
  openMirror(
    [
      {
        id: 'a',
        name: 'Appliance',
        files: [
          { name: 'note', content: 'small' },
          { name: 'disk.vmdk', content, etag: '1' },
        ],
      },
    ],
    info,
  )

const gone = (): never => {
  throw failure('UNREACHABLE')
}

/** What the mirror has of the large file. */
const diskIn = async (mirror: Mirror) =>
  (await mirror.contents())['Appliance']?.files['disk.vmdk'] ?? null

/** How the large file was asked for. */
const asked = ({ publisher }: Mirror): readonly string[] =>
  publisher.asked.filter((one) => one.startsWith(path)).map((one) => one.slice(path.length))

const leftIn = ({ world, clock }: Mirror): Promise<number> =>
  blobsLeft({
    world,
    clock,
    async sweepAll() {
      while ((await sweep(world)).more);
    },
  })

/** Takes the items over without their bytes, then asks for those of the item. */
const syncItem = async (mirror: Mirror): Promise<void> => {
  await mirror.runTasks()
  const library_item_id = (await mirror.itemNamed('Appliance'))?.id ?? ''
  const input = { library_item_id, force_sync_content: true }
  await syncSubscribedItem(mirror.world, mirror.caller, input)
}

/** Has each mebibyte of the large file take longer than a task may go on without others. */
const slow = ({ publisher, clock }: Mirror): void => {
  publisher.onBytes = (one) => {
    if (one === path) clock.jump(limits.taskSliceMs / 15)
  }
}

/** Carries tasks on until one waits for bytes of the large file from a place on. */
const holdAt = async (mirror: Mirror, at: number, node = mirror.world) => {
  const gate = held()
  mirror.publisher.onBytes = async (one, from) => {
    if (one === path && from >= at) await gate.wait()
  }
  const runner = createTaskRunner(node)
  await runner.takeUp()
  await until(gate.hasBegun)
  return { release: gate.release, ended: () => mirror.clock.passUntil(runner.idle()) }
}

/** Has a node die that has kept two segments of the file, and some of a third on its way. */
const dieOn = async (mirror: Mirror): Promise<void> => {
  const { node, die } = mortal(mirror.world)
  const { release, ended } = await holdAt(mirror, 2.5 * mebibyte, node)
  die()
  release()
  await ended()
}

describe('a file that is too large for one turn', () => {
  it.each<[string, boolean]>([
    ['a library', false],
    ['an item', true],
  ])('comes over several where %s is synchronized', async (_, on_demand) => {
    const mirror = await open({ on_demand })
    if (on_demand) await syncItem(mirror)
    slow(mirror)
    await mirror.runTasks()
    expect(await mirror.lastTask()).toMatchObject({ status: 'SUCCEEDED' })
    expect((await diskIn(mirror)) === content).toBe(true)
    const [first, ...others] = asked(mirror)
    expect(first).toBe('')
    expect(others.length).toBeGreaterThan(1)
    for (const range of others) expect(range).toMatch(/^ bytes=\d+-$/)
    expect(await leftIn(mirror)).toBe(2)
    await mirror.expectSound()
  })

  it('comes from a publisher that takes longer than a turn to begin with it', async () => {
    const mirror = await open()
    let asks = 0
    mirror.publisher.onRequest = (one) => {
      if (one !== path) return
      // Rather than ask for it for ever.
      if (++asks > 10) throw failure('FORBIDDEN_ADDRESS')
      mirror.clock.jump(limits.taskSliceMs)
    }
    await mirror.runTasks()
    expect((await diskIn(mirror)) === content).toBe(true)
    await mirror.expectSound()
  })

  it('is gone on with by another node, where one has died', async () => {
    const mirror = await open()
    await dieOn(mirror)
    await mirror.clock.advance(limits.taskLeaseMs)
    await mirror.runTasks()
    expect((await diskIn(mirror)) === content).toBe(true)
    expect(asked(mirror)).toEqual(['', ` bytes=${2 * mebibyte}-`])
    expect(await leftIn(mirror)).toBe(2)
    await mirror.expectSound()
  })

  it('comes anew where what was kept of it is gone', async () => {
    const mirror = await open()
    await dieOn(mirror)
    await mirror.clock.advance(limits.pullKeptMs)
    while ((await sweep(mirror.world)).more);
    await mirror.runTasks()
    expect((await diskIn(mirror)) === content).toBe(true)
    expect(await leftIn(mirror)).toBe(2)
    await mirror.expectSound()
  })

  it('begins anew where its publisher has another one by now', async () => {
    const mirror = await open()
    const other = textOf(3 * mebibyte, 'other')
    mirror.publisher.onBytes = (one, from) => {
      if (one !== path || from < 2.5 * mebibyte) return
      mirror.publisher.onBytes = () => undefined
      mirror.publisher.put(path, other)
      throw failure('UNREACHABLE')
    }
    await mirror.runTasks()
    expect((await diskIn(mirror)) === other).toBe(true)
    expect(asked(mirror)).toEqual(['', ` bytes=${2.5 * mebibyte}-`, ''])
    expect(await leftIn(mirror)).toBe(2)
    await mirror.expectSound()
  })

  it('is written as it comes from a publisher that answers no ranges', async () => {
    const mirror = await open()
    mirror.publisher.ignoresRanges = true
    slow(mirror)
    await mirror.runTasks()
    expect((await diskIn(mirror)) === content).toBe(true)
    expect(asked(mirror)).toHaveLength(2)
    expect(await leftIn(mirror)).toBe(2)
    await mirror.expectSound()
  })

  it.each<[string, boolean, string]>([
    ['a library', false, 'items_left'],
    ['an item', true, 'publisher_not_read'],
  ])('is given up where %s is synchronized and it hardly gets on', async (_, on_demand, id) => {
    const mirror = await open({ on_demand })
    if (on_demand) await syncItem(mirror)
    mirror.publisher.breakAfter.set(path, 64 * 1024)
    for (let tries = 0; tries < limits.syncAttemptsOfFile; tries++) {
      await mirror.runTasks()
      await mirror.clock.advance(limits.taskBackoffMaxMs)
    }
    expect(await mirror.lastTask()).toMatchObject({
      status: 'FAILED',
      error: { message: { id: `accession.subscription.${id}` } },
    })
    expect(await leftIn(mirror)).toBe(1)
    await mirror.expectSound()
  })

  it('is waited for where its publisher goes away for a while', async () => {
    const mirror = await open()
    mirror.publisher.onBytes = (one, from) => {
      if (one !== path || from < 2.5 * mebibyte) return
      mirror.publisher.onRequest = gone
      gone()
    }
    for (let tries = 0; tries < 2 * limits.syncAttemptsOfFile; tries++) {
      await mirror.runTasks()
      await mirror.clock.advance(limits.taskBackoffMaxMs)
    }
    expect(await mirror.lastTask()).toMatchObject({ status: 'BLOCKED' })
    mirror.publisher.onRequest = () => undefined
    mirror.publisher.onBytes = () => undefined
    mirror.publisher.asked.length = 0
    await mirror.runTasks()
    expect(asked(mirror)).toEqual([` bytes=${2.5 * mebibyte}-`])
    expect((await diskIn(mirror)) === content).toBe(true)
    await mirror.expectSound()
  })

  it('leaves nothing behind where its synchronization is cancelled', async () => {
    const mirror = await open()
    const { release, ended } = await holdAt(mirror, 2.5 * mebibyte)
    const task = await mirror.lastTask()
    await cancelTask(mirror.world, mirror.caller, { task: task?.id ?? '' })
    release()
    await ended()
    expect(await diskIn(mirror)).toBe(null)
    await mirror.deleteLibrary()
    expect(await leftIn(mirror)).toBe(0)
    await mirror.expectSound()
  })
})
