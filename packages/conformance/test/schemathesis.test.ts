import { operations } from '@accession/core/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openContext } from '../src/run/open-context.ts'
import { spellings } from '../src/spellings/spellings.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { makeKnownThings } from './schemathesis/known-things.ts'
import { runSchemathesis } from './schemathesis/run-schemathesis.ts'
import type { SchemathesisOptions } from './schemathesis/run-schemathesis.ts'
import { startFaultyProxy } from './support/faulty-proxy.ts'
import { findPythonPackage } from '@accession/engines/python'
import { startNode } from './support/start-node.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

/** Outside the long tier right requests alone, always the same ones, in one spelling. */
const amount = isLong
  ? { examples: 30, thorough: true }
  : { examples: 1, thorough: false, seed: 1, only: '^(?!rest)' }

const found = await findPythonPackage('schemathesis==4.32.5')
if ('missing' in found) process.stderr.write(`skipped: schemathesis: ${found.missing}\n`)

describe.skipIf('missing' in found)('schemathesis', () => {
  let node: StartedTarget
  let url: URL
  let options: Omit<SchemathesisOptions, 'url' | 'examples' | 'thorough'>

  beforeAll(async () => {
    node = await startNode({ store: 'memory:' })
    const { user, password, urls } = node
    if (!urls[0] || 'missing' in found) throw new Error('There is nothing to try')
    url = urls[0]
    const context = openContext({
      target: node,
      spelling: spellings.api,
      credentials: { kind: 'password', user, password },
      rounds: 1,
      signal: AbortSignal.timeout(30_000),
      tell: () => undefined,
      defer: () => undefined,
    })
    options = { python: found.python, user, password, known: await makeKnownThings(context) }
  })

  afterAll(() => node[Symbol.asyncDispose]?.())

  /** How many answers of this kind the node has sent. */
  const answers = async (status: '2xx' | '4xx' | '5xx'): Promise<number> => {
    const credentials = btoa(`${node.user}:${node.password}`)
    const headers = { authorization: `Basic ${credentials}` }
    const text = await (await fetch(new URL('/metrics', url), { headers })).text()
    const counts = text.matchAll(/^accession_http_requests_total\{(.*)\} (\d+)$/gm)
    return [...counts]
      .filter(([, labels]) => labels?.includes(`status="${status}"`))
      .reduce((sum, [, , count]) => sum + Number(count), 0)
  }

  it('finds no answer that the document does not describe', async () => {
    const before = await answers('2xx')
    const { code, output } = await runSchemathesis({ ...options, ...amount, url })
    expect(code, output).toBe(0)
    const [, tested] = /Tested: (\d+)/.exec(output) ?? []
    expect(Number(tested)).toBeGreaterThan(operations.length)
    expect((await answers('2xx')) - before).toBeGreaterThan(operations.length / 2)
    expect(await answers('5xx')).toBe(0)
  })

  // In the long tier alone: a run takes seconds before it begins.
  it.runIf(isLong)('finds a status that the document does not have', async () => {
    await using proxy = await startFaultyProxy(url, {
      answer: (answer, { path }) =>
        path.startsWith('/api/content/type') ? { ...answer, status: 202 } : answer,
    })
    const { code, output } = await runSchemathesis({
      ...options,
      url: proxy.url,
      examples: 1,
      thorough: false,
      seed: 1,
      only: 'api\\.type\\.list',
    })
    expect(output).toContain('Undocumented status code')
    expect(code).toBe(1)
  })
})
