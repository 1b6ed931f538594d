import { operations } from '@accession/core/contract'
import type { OperationName } from '@accession/core/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellingNames } from '../src/spellings/spelling.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { chapters } from './matrix/chapters.ts'
import { play } from './matrix/play.ts'
import type { Transcript } from './matrix/play.ts'
import { startNode } from './support/start-node.ts'
import { startNodes } from './support/start-nodes.ts'
import { startPublisher } from './support/start-publisher.ts'
import { undoing } from './support/undoing.ts'
import type { Undoing } from './support/undoing.ts'

/** The engines of the matrix; each run has a library of its own. */
const engines: Readonly<Record<string, () => Promise<StartedTarget>>> = {
  SQLite: () => startNode({ fetchAllow: '127.0.0.1' }),
  ...(process.env['ACCESSION_TEST_LONG'] === '1' && {
    PostgreSQL: () => startNodes(1, { fetchAllow: '127.0.0.1' }),
  }),
}

/** Operations that cannot do their work here, each with the reason; one that did it would be told. */
const alwaysRefused: Partial<Record<OperationName, string>> = {
  'library.convert': 'no subscribed library becomes a local one yet',
}

const runs = Object.entries(engines).flatMap(([engine, start]) =>
  spellingNames.map((spelling) => ({ name: `${spelling} on ${engine}`, spelling, start })),
)

describe('one scenario, in each spelling on each engine', () => {
  const transcripts = new Map<string, Transcript>()
  let end: Undoing['end'] | undefined

  beforeAll(() =>
    undoing(async (steps) => {
      end = steps.end
      const publisher = await startPublisher()
      steps.defer(() => publisher[Symbol.asyncDispose]())
      await Promise.all(
        runs.map(async ({ name, spelling, start }) => {
          const node = await start()
          steps.defer(() => node[Symbol.asyncDispose]?.())
          transcripts.set(name, await play(chapters, node, spelling, publisher.url))
        }),
      )
    }),
  )

  afterAll(() => end?.())

  const [first] = runs
  const told = (name: string, chapter: string) => transcripts.get(name)?.[chapter]

  describe.each(Object.keys(chapters))('%s', (chapter) => {
    it.each(runs)('plays to its end: $name', ({ name }) => {
      expect(told(name, chapter)?.failure).toBeUndefined()
      expect(told(name, chapter)?.entries.length).toBeGreaterThan(0)
    })

    it.each(runs.slice(1))('ends in the same results, errors and state: $name', ({ name }) => {
      expect(told(name, chapter)).toEqual(told(first?.name ?? '', chapter))
    })
  })

  const entries = () =>
    Object.values(transcripts.get(first?.name ?? '') ?? {}).flatMap((one) => one.entries)

  it.each(operations.map(({ name, errors }) => ({ name, errors })))(
    'does and refuses $name',
    ({ name, errors }) => {
      const own = entries().filter(({ did }) => did === name)
      expect(own.some(({ error }) => !error)).toBe(alwaysRefused[name] === undefined)
      expect(own).not.toEqual([])
      const declared = errors.filter((type) => type !== 'SERVICE_UNAVAILABLE')
      const refused = own.flatMap(({ error }) => (error ? [error.type] : []))
      if (declared.length > 0) expect(refused).not.toEqual([])
    },
  )
})
