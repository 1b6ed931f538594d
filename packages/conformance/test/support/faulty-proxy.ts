import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a fault may change it, before it reaches the library. */
export interface PassedRequest {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
}

/** An answer as a fault may change it, before its caller reads it. */
export interface PassedAnswer {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly text: string
}

/** What a proxy breaks; what it does not touch passes as it is. */
export interface Fault {
  readonly request?: (request: PassedRequest) => PassedRequest
  readonly answer?: (answer: PassedAnswer, request: PassedRequest) => PassedAnswer
}

/** A library behind a proxy. */
export interface FaultyProxy extends AsyncDisposable {
  readonly url: URL
}

/** Stands between a suite and a library, and breaks a rule. */
export const startFaultyProxy = async (target: URL, fault: Fault): Promise<FaultyProxy> => {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const given: PassedRequest = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: onlyText(incoming.headers),
      }
      const passed = fault.request?.(given) ?? given
      const forwarded = httpRequest({
        host: target.hostname,
        port: target.port,
        method: passed.method,
        path: passed.path,
        headers: passed.headers,
      })
      incoming.pipe(forwarded)
      const [response] = (await once(forwarded, 'response')) as [IncomingMessage]
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk as Buffer)
      const { 'transfer-encoding': _chunked, connection: _kept, ...headers } = response.headers
      const answer: PassedAnswer = {
        status: response.statusCode ?? 0,
        headers: headers as PassedAnswer['headers'],
        text: Buffer.concat(chunks).toString('latin1'),
      }
      const { status, headers: shown, text } = fault.answer?.(answer, given) ?? answer
      const isEmpty = given.method === 'HEAD' || status === 204 || status === 304
      const { 'content-length': length, ...others } = shown
      const told = isEmpty ? { 'content-length': length } : { 'content-length': text.length }
      outgoing.writeHead(status, definedOf({ ...others, ...told }))
      outgoing.end(isEmpty ? '' : Buffer.from(text, 'latin1'))
    })().catch(() => outgoing.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const onlyText = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  )

const definedOf = (
  headers: Readonly<Record<string, string | number | string[] | undefined>>,
): Record<string, string | number | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  )
