import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { WireAnswer, WireRequest } from './wire-request.ts'

const agents = {
  'http:': new HttpAgent({ keepAlive: true, maxSockets: 128 }),
  'https:': new HttpsAgent({ keepAlive: true, maxSockets: 128 }),
}

/**
 * Sends a request and reads the whole answer. Node's own client, not `fetch`: the paths and headers
 * of a case must arrive as they are written, as those of a program, not of a browser.
 */
export const sendRequest = async (
  url: URL,
  wanted: WireRequest,
  signal: AbortSignal,
): Promise<WireAnswer> => {
  for (;;) {
    const { request, answer } = open(url, wanted, signal)
    try {
      const [read] = await Promise.all([answer, writeBody(request, wanted)])
      // The rest of a body that was answered early will not come: the connection is of no use.
      if (!request.writableEnded) request.destroy()
      return read
    } catch (cause) {
      // A kept connection may have been closed by the server just when it was taken up again.
      if (!request.reusedSocket || !isReplayable(wanted) || !isReset(cause)) throw cause
    }
  }
}

const open = (url: URL, wanted: WireRequest, signal: AbortSignal) => {
  const { method, path, body, expectsContinue = false } = wanted
  const length = typeof body === 'string' ? Buffer.byteLength(body) : lengthOf(body)
  const headers = {
    ...(length !== undefined && { 'content-length': String(length) }),
    ...(expectsContinue && { expect: '100-continue' }),
    ...wanted.headers,
  }
  const isSecure = url.protocol === 'https:'
  const options: RequestOptions = {
    method,
    path,
    headers,
    signal,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    agent: agents[isSecure ? 'https:' : 'http:'],
  }
  const request = isSecure ? httpsRequest(options) : httpRequest(options)
  return { request, answer: answerTo(request, url) }
}

const lengthOf = (body: WireRequest['body']): number | undefined =>
  body instanceof Uint8Array ? body.byteLength : undefined

const answerTo = (request: ClientRequest, url: URL): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    let wasContinued = false
    let isAnswered = false
    request.once('continue', () => (wasContinued = true))
    request.once('response', (response) => {
      isAnswered = true
      readAnswer(response, url).then((answer) => resolve({ ...answer, wasContinued }), reject)
    })
    // Once the server has answered, it need not take the rest of the body.
    request.on('error', (error) => {
      if (!isAnswered) reject(error)
    })
  })

const readAnswer = async (
  response: IncomingMessage,
  url: URL,
): Promise<Omit<WireAnswer, 'wasContinued'>> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : String(value),
  ])
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers) as Record<string, string>,
    cookies: response.headers['set-cookie'] ?? [],
    bytes,
    text: bytes.toString('utf8'),
    url,
  }
}

/** Writes the body; ends early, without a failure, where the server has answered or hung up. */
const writeBody = async (request: ClientRequest, wanted: WireRequest): Promise<void> => {
  const { body, expectsContinue = false } = wanted
  const over = new Promise<'over'>((resolve) => {
    request.once('response', () => resolve('over'))
    request.once('close', () => resolve('over'))
  })
  if (expectsContinue) {
    request.flushHeaders()
    const goesOn = new Promise<'on'>((resolve) => request.once('continue', () => resolve('on')))
    if ((await Promise.race([goesOn, over])) === 'over') return
  }
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    request.end(body)
    return
  }
  request.flushHeaders()
  const iterator = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), over])
      if (next === 'over') break
      if (next.done === true) return void request.end()
      if (request.write(next.value)) continue
      const drained = new Promise<void>((resolve) => request.once('drain', () => resolve()))
      if ((await Promise.race([drained, over])) === 'over') break
    }
  } catch (cause) {
    // The body breaks off: so does its connection, and the answer is never read.
    request.destroy(cause as Error)
    throw cause
  }
}

const isReplayable = ({ body }: WireRequest): boolean =>
  body === undefined || typeof body === 'string' || body instanceof Uint8Array

const isReset = (cause: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '')
