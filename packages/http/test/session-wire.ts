import type { World } from '@accession/core'
import { restAddresses } from '@accession/core/contract'
import { AccessionError } from '@accession/core/errors'
import type { Sending, SessionWire } from '@accession/core/testing'
import type { Hono } from 'hono'
import { createApp } from '../src/index.ts'
import { readDynamicValue } from '../src/json-rpc/dynamic-value.ts'
import { readTypedValue } from '../src/json-rpc/read-typed-value.ts'
import { writeTypedValue } from '../src/json-rpc/write-typed-value.ts'
import { callOf, operationOf, sendCall, userPass } from './json-rpc-call.ts'
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

/** The ways in which the app is called by address. */
export const sessionSpellings: { readonly [name in 'rest' | 'api']: SessionSpelling } = {
  rest: { spell: inRest, unwrap: (body) => (body as { readonly value: unknown }).value },
  api: { spell: inApi, unwrap: (body) => body },
}

interface ErrorBody {
  readonly error_type: AccessionError['type']
  readonly messages: AccessionError['messages']
}

const toError = ({ error_type, messages }: ErrorBody): AccessionError => {
  const [first, ...more] = messages
  if (!first) throw new Error(`An error without a message: ${error_type}`)
  return new AccessionError(error_type, first, { more })
}

const readAnswer = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  if (response.ok) return body
  throw toError(body as ErrorBody)
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

const uploadTo = async (app: Hono, uri: string, sending: Sending): Promise<void> => {
  const { pathname } = new URL(uri)
  const headers = sending.length === undefined ? {} : { 'content-length': String(sending.length) }
  const body = streamOf(sending)
  const init = { method: 'PUT', headers, body, duplex: 'half' } as RequestInit
  await readAnswer(await app.request(pathname, init))
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
      upload: (uri, sending) => uploadTo(app, uri, sending),
    }
  }

/** The same in JSON-RPC. Values are spelled by its own codec, whose form other tests write by hand. */
export const jsonRpcWire = (world: World): SessionWire => {
  const app = createApp(world)
  return {
    async call(caller, name, input) {
      const { params, result } = operationOf(name)
      const call = callOf(name, writeTypedValue(params, input), userPass(caller.user.name))
      const reply = await sendCall(app, call)
      if (!reply.result) throw new Error(`No result: ${JSON.stringify(reply)}`)
      if (reply.result.error === undefined)
        return readTypedValue(result, reply.result.output, 'output') as never
      throw toError(readDynamicValue(reply.result.error, 'error') as ErrorBody)
    },
    upload: (uri, sending) => uploadTo(app, uri, sending),
  }
}
