import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartedTarget } from '../src/vitest/index.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { fuzzedCall } from './fuzz/fuzzed-call.ts'
import { mark } from './fuzz/fuzzed-request.ts'
import { startFaultyProxy } from './support/faulty-proxy.ts'
import type { Fault, PassedAnswer } from './support/faulty-proxy.ts'
import { startNode } from './support/start-node.ts'

let node: StartedTarget

beforeAll(async () => {
  node = await startNode({ store: 'memory:' })
})

afterAll(() => node[Symbol.asyncDispose]?.())

const seed = 2

/** Enough to come upon each of the faults; where there is none, some of them have to do. */
const requests = { faulty: 1_000, right: 100 }

/** A proxy loses answers that come before it has passed on a large body. */
const calls = fuzzedCall('api').filter(({ body = '' }) => !body.includes(mark('huge')))

/** What is thrown when a server is fuzzed that breaks a rule: all that is printed of it. */
const foundBehind = async (fault: Fault, limit = requests.faulty): Promise<string> => {
  const [url] = node.urls
  if (!url) throw new Error('The node has no URL')
  await using proxy = await startFaultyProxy(url, fault)
  try {
    await fuzz({ ...node, urls: [proxy.url] }, calls, {
      seed,
      requests: limit,
    })
    return 'nothing'
  } catch (error) {
    const { message, cause } = error as Error
    return `${message} ${String(cause)}`
  }
}

const refusal = (type: string): Partial<PassedAnswer> => ({
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify({
    error_type: type,
    messages: [{ id: 'a.b', default_message: 'No.', args: [] }],
  }),
})

const onRefusal =
  (change: (answer: PassedAnswer) => PassedAnswer): NonNullable<Fault['answer']> =>
  (answer) =>
    answer.status === 400 ? change(answer) : answer

const faults: Readonly<Record<string, Fault & { readonly told: string }>> = {
  'a strange member is a fault of the server': {
    told: 'It was answered 500',
    answer: onRefusal((answer) =>
      answer.text.includes('unsupportedProperty') ? { ...answer, status: 500 } : answer,
    ),
  },
  'a refusal is a page': {
    told: 'must be JSON',
    answer: onRefusal((answer) => ({ ...answer, headers: { 'content-type': 'text/html' } })),
  },
  'a refusal has a type of its own': {
    told: 'The type of the error in 400',
    answer: onRefusal((answer) => ({ ...answer, ...refusal('FEATURE_IN_USE') })),
  },
  'what is refused has been done': {
    told: 'What there is after it was refused',
    answer: (answer, { path }) =>
      answer.status === 204 &&
      !/action=(complete|force-delete)|local-library|configuration/.test(path)
        ? { status: 404, headers: {}, text: '', ...refusal('NOT_FOUND') }
        : answer,
  },
  'the connection is cut': {
    told: 'socket hang up',
    answer: onRefusal(() => {
      throw new Error('This answer is never sent')
    }),
  },
}

describe('a library that breaks a rule where requests are hardly right is found out', () => {
  it.each(Object.entries(faults))('where %s', async (_, { told, ...fault }) => {
    const found = await foundBehind(fault)
    expect(found).toContain(told)
    expect(found).toContain(`seed: ${seed}`)
    expect(found).toContain('Counterexample: [{"spelling":"api"')
  })
})

it('a library behind a proxy that breaks nothing is not', async () => {
  expect(await foundBehind({}, requests.right)).toBe('nothing')
})
