import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAccession } from '../servers/accession.ts'
import { disposing } from './context.ts'
import type { OpenGroup } from './context.ts'

/** From nothing to the first answer, and what it then takes to wait for the next. */
export const openStart: OpenGroup = async ({ folder, isQuick }) => {
  let idleMib = Number.NaN
  return {
    ...disposing([]),
    figures: [
      {
        kind: 'measurement',
        title: 'First start, with an empty data folder, to first answer',
        unit: 'ms',
        goal: { sense: 'at most', expected: 300, remarkable: 220 },
        async measure() {
          const startedAt = performance.now()
          await using server = await startAccession({ folder, lookEveryMs: 1 })
          const took = performance.now() - startedAt
          await sleep(isQuick ? 100 : 2000)
          idleMib = server.residentMib().now
          return took
        },
      },
      {
        kind: 'measurement',
        title: 'Later start, on what is there, to first answer',
        unit: 'ms',
        goal: { sense: 'at most', expected: 300, remarkable: 220 },
        async measure() {
          const data = await mkdtemp(join(folder, 'started-'))
          await (await startAccession({ folder, data }))[Symbol.asyncDispose]()
          const startedAt = performance.now()
          const server = await startAccession({ folder, data, lookEveryMs: 1 })
          const took = performance.now() - startedAt
          await server[Symbol.asyncDispose]()
          return took
        },
      },
      {
        kind: 'measurement',
        title: 'Idle, two seconds after the first start',
        unit: 'MiB',
        goal: { sense: 'at most', expected: 110, remarkable: 85 },
        measure: () => Promise.resolve(idleMib),
      },
    ],
  }
}
