import type { World } from '@accession/core'
import { findOperation, restAddresses } from '@accession/core/contract'
import { AccessionError } from '@accession/core/errors'
import type { Sending, SessionWire } from '@accession/core/testing'
import { createApp } from '../src/index.ts'
import { basic } from './test-app.ts'

type Input = Readonly<Record<string, unknown>>

interface Call {
  readonly method: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly json?: unknown
}

/** Says how an operation is called, and where its result is in the answer. */
interface SessionSpelling {
  readonly spell: (name: string, input: Input) => Call
  readonly unwrap: (body: unknown) => unknown
}

const operationOf = (name: string) => {
  const operation = findOperation(name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}

/** Fills a path with what it takes from the input; answers what is left of that. */
const fill = (path: string, input: Input): { readonly path: string; readonly rest: Input } => {
  const rest = { ...input }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key])
    delete rest[key]
    return encodeURIComponent(value)
  })
  return { path: filled, rest }
}

const inRest = (name: string, input: Input): Call => {
  const [address] = restAddresses(operationOf(name))
  if (!address) throw new Error(`${name} has no address`)
  const { path, rest } = fill(address.path, input)
  const query = new URLSearchParams(
    address.method === 'GET' ? (rest as Record<string, string>) : undefined,
  )
  if (address.action !== undefined) query.set(address.actionParameter, address.action)
  const json = address.method === 'GET' || Object.keys(rest).length === 0 ? undefined : rest
  return { method: address.method, path: `${path}?${query.toString()}`, json }
}

const inApi = (name: string, input: Input): Call => {
  const { api } = operationOf(name)
  const { path, rest: left } = fill(api.path, input)
  const rest: Record<string, unknown> = { ...left }
  const headers: Record<string, string> = {}
  const query = new URLSearchParams()
  if (api.action !== undefined) query.set('action', api.action)
  for (const [header, key] of Object.entries(api.headers ?? {})) {
    if (rest[key] !== undefined) headers[header] = rest[key] as string
    delete rest[key]
  }
  for (const key of api.query ?? []) {
    if (rest[key] !== undefined) query.set(key, rest[key] as string)
    delete rest[key]
  }
  const body = api.body === undefined ? rest : rest[api.body]
  const hasBody = body !== undefined && (api.body !== undefined || Object.keys(rest).length > 0)
  const json = hasBody ? body : undefined
  return { method: api.method, path: `${path}?${query.toString()}`, headers, json }
}

/** The ways in which the app is called. */
export const sessionSpellings: { readonly [name in 'rest' | 'api']: SessionSpelling } = {
  rest: { spell: inRest, unwrap: (body) => (body as { readonly value: unknown }).value },
  api: { spell: inApi, unwrap: (body) => body },
}

interface ErrorBody {
  readonly error_type: AccessionError['type']
  readonly messages: AccessionError['messages']
}

const readAnswer = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  if (response.ok) return body
  const { error_type, messages } = body as ErrorBody
  const [first, ...more] = messages
  if (!first) throw new Error(`An error without a message: ${text}`)
  throw new AccessionError(error_type, first, { more })
}

const streamOf = ({ pieces }: Sending): ReadableStream<Uint8Array> => {
  const iterator = pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    cancel: async () => void (await iterator.return?.()),
  })
}

/** Calls and uploads through the app, as requests without a network. */
export const sessionWire =
  ({ spell, unwrap }: SessionSpelling) =>
  (world: World): SessionWire => {
    const app = createApp(world)
    return {
      async call(caller, name, input) {
        const { method, path, headers, json } = spell(name, input as Input)
        const response = await app.request(path, {
          method,
          headers: {
            ...basic(caller.user.name),
            ...(json !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(json !== undefined && { body: JSON.stringify(json) }),
        })
        const body = await readAnswer(response)
        return (body === undefined ? undefined : unwrap(body)) as never
      },
      async upload(uri, sending) {
        const { pathname } = new URL(uri)
        const headers =
          sending.length === undefined ? {} : { 'content-length': String(sending.length) }
        const body = streamOf(sending)
        const init = { method: 'PUT', headers, body, duplex: 'half' } as RequestInit
        await readAnswer(await app.request(pathname, init))
      },
    }
  }
