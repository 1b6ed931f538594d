import { describe, expect, it } from 'vitest'
import { createLogSync } from './log-sync.ts'

/** Syncs that end when the test says so. */
const heldSyncs = () => {
  const running: { end(): void; fail(error: Error): void }[] = []
  const log = createLogSync(
    () =>
      new Promise((resolve, reject) => {
        running.push({ end: resolve, fail: reject })
      }),
  )
  return { log, running }
}

const settled = async (promise: Promise<void>): Promise<boolean> => {
  let isSettled = false
  const settle = (): void => void (isSettled = true)
  promise.then(settle, settle)
  await new Promise(setImmediate)
  return isSettled
}

describe('the sync of a log', () => {
  it('is shared by all who come while one runs, which may have begun before their commit', async () => {
    const { log, running } = heldSyncs()
    const first = log.sync()
    const later = [log.sync(), log.sync(), log.sync()]
    expect(running).toHaveLength(1)
    running[0]?.end()
    await first
    await new Promise(setImmediate)
    expect(running).toHaveLength(2)
    for (const each of later) expect(await settled(each)).toBe(false)
    running[1]?.end()
    await Promise.all(later)
    expect(running).toHaveLength(2)
  })

  it('is pending until the last commit is on disk, and then no longer', async () => {
    const { log, running } = heldSyncs()
    expect(log.pending).toBeUndefined()
    const first = log.sync()
    const second = log.sync()
    running[0]?.end()
    await first
    expect(log.pending).toBeDefined()
    expect(await settled(log.pending as Promise<void>)).toBe(false)
    running[1]?.end()
    await second
    expect(log.pending).toBeUndefined()
  })

  it('fails for good once one has failed: what is on disk is not known any more', async () => {
    const { log, running } = heldSyncs()
    const [first, second] = [log.sync(), log.sync()]
    running[0]?.fail(new Error('the disk is gone'))
    const refused = { type: 'SERVICE_UNAVAILABLE', cause: { message: 'the disk is gone' } }
    await expect(first).rejects.toMatchObject(refused)
    await expect(second).rejects.toMatchObject(refused)
    await expect(log.sync()).rejects.toMatchObject(refused)
    await expect(log.pending).rejects.toMatchObject(refused)
    expect(running).toHaveLength(1)
  })
})
