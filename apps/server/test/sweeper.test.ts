import { describe, expect, it } from 'vitest'
import { nodeClock } from '../src/adapters/node-clock.ts'
import { createNodeLog } from '../src/adapters/node-log.ts'
import { createSweeper } from '../src/sweeper.ts'

interface Step {
  readonly ended: Promise<{ more: boolean }>
  resolve(result: { more: boolean }): void
  reject(error: Error): void
}

const createStep = (): Step => {
  let settle: Omit<Step, 'ended'> | undefined
  const ended = new Promise<{ more: boolean }>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { ended, ...(settle as unknown as Omit<Step, 'ended'>) }
}

/** A sweeper whose steps are told of as they begin, each ended by the test. */
const controlled = (intervalMs: number) => {
  const lines: string[] = []
  const begun: Step[] = []
  const waiting: (() => void)[] = []
  const sweeper = createSweeper({
    step() {
      const step = createStep()
      begun.push(step)
      waiting.splice(0).forEach((resolve) => resolve())
      return step.ended
    },
    clock: nodeClock,
    log: createNodeLog({ level: 'error', isReadable: false, write: (line) => lines.push(line) }),
    intervalMs,
    gatherMs: 1,
  })
  const step = async (number: number) => {
    while (begun.length < number) await new Promise<void>((resolve) => waiting.push(resolve))
    return begun[number - 1] as Step
  }
  return { sweeper, step, lines, count: () => begun.length }
}

const never = 3_600_000

describe('the sweeper', () => {
  it('goes on while there is more, and then at its interval', async () => {
    const { sweeper, step } = controlled(1)
    sweeper.start()
    ;(await step(1)).resolve({ more: true })
    ;(await step(2)).resolve({ more: false })
    const third = await step(3)
    third.resolve({ more: false })
    await sweeper.stop()
    await expect(third.ended).resolves.toEqual({ more: false })
  })

  it('comes soon when asked, also in the middle of a step, and once for many requests', async () => {
    const { sweeper, step, count } = controlled(never)
    sweeper.start()
    const first = await step(1)
    for (let asked = 0; asked < 100; asked++) sweeper.soon()
    first.resolve({ more: false })
    const second = await step(2)
    second.resolve({ more: false })
    await second.ended
    sweeper.soon()
    ;(await step(3)).resolve({ more: false })
    await sweeper.stop()
    expect(count()).toBe(3)
  })

  it('logs a step that fails, and lives on', async () => {
    const { sweeper, step, lines } = controlled(1)
    sweeper.start()
    ;(await step(1)).reject(new Error('the disk is gone'))
    ;(await step(2)).resolve({ more: false })
    await sweeper.stop()
    expect(lines.join('')).toContain('the disk is gone')
  })

  it('waits for its step when it stops, and begins no other', async () => {
    const { sweeper, step, count } = controlled(1)
    sweeper.start()
    const first = await step(1)
    let isStopped = false
    const stopped = sweeper.stop().then(() => (isStopped = true))
    await Promise.resolve()
    expect(isStopped).toBe(false)
    first.resolve({ more: true })
    await stopped
    expect(count()).toBe(1)
  })
})
