import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { WireAnswer } from '../../src/wire/wire-request.ts'
import { fill, fillBody } from './fuzzed-request.ts'
import type { FuzzedRequest, Marks } from './fuzzed-request.ts'

/** No request of these takes long to answer: past this a library hangs. */
const answeredWithinMs = 20_000

/**
 * Sends a request with its headers in their order, repeated ones too, on a connection of its own: what
 * one request breaks must not be taken for the fault of the next.
 */
export const sendFuzzed = (
  url: URL,
  { method, path, headers, body }: FuzzedRequest,
  marks: Marks,
): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : fillBody(body, marks)
    const given = headers.map(([name, value]) => [name, fill(value, marks)] as const)
    const says = (name: string): boolean => given.some(([one]) => one === name)
    const isFramed = says('content-length') || says('transfer-encoding')
    const sent = [
      ...(says('host') ? [] : [['host', url.host] as const]),
      ...given,
      ...(bytes && !isFramed ? [['content-length', String(bytes.length)] as const] : []),
      ['connection', 'close'] as const,
    ]
    const request = httpRequest({
      agent: false,
      host: url.hostname,
      port: url.port,
      method,
      path: fill(path, marks),
      headers: sent.flat(),
      signal: AbortSignal.timeout(answeredWithinMs),
    })
    let isAnswered = false
    request.on('response', (response) => {
      isAnswered = true
      readAnswer(response, url).then(resolve, reject)
    })
    // Who has answered need not take the rest of a body.
    request.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
    request.end(bytes)
  })

const readAnswer = async (response: IncomingMessage, url: URL): Promise<WireAnswer> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    ),
    cookies: response.headers['set-cookie'] ?? [],
    bytes,
    text: bytes.toString('utf8'),
    wasContinued: false,
    url,
  }
}
