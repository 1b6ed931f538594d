import { createServer, request as forward } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What becomes of a request: it passes, or does not arrive, or its answer does not. */
export type Fault =
  | 'pass'
  | 'cut the request'
  | 'lose the answer'
  | 'cut the answer'
  | 'hang'
  | 'slow down'
  | 'fail inside'
  | 'refuse it as unknown'
  | 'be full'

interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
}

/** A way to a service that can be disturbed. */
export interface FaultProxy extends AsyncDisposable {
  readonly endpoint: string
  /** Decides about each request; lets all pass at first. */
  fault: (request: SeenRequest, index: number) => Fault
  readonly seen: readonly SeenRequest[]
  /** Uploads that have got parts, and were neither completed nor aborted. */
  readonly paidFor: ReadonlySet<string>
}

const cutAnswerAfter = 100_000

/** Starts one in front of an endpoint. */
export const startFaultProxy = async (endpoint: string): Promise<FaultProxy> => {
  const target = new URL(endpoint)
  const seen: SeenRequest[] = []
  const paidFor = new Set<string>()

  const note = ({ method, query }: SeenRequest, status: number): void => {
    const uploadId = query.get('uploadId')
    if (uploadId === null || status >= 300) return
    if (method === 'PUT') paidFor.add(uploadId)
    else paidFor.delete(uploadId)
  }

  const pass = (
    fault: Fault,
    about: SeenRequest,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): void => {
    const { hostname, port } = target
    const { method, headers, url: path } = incoming
    const onward = forward({ hostname, port, path, method, headers, agent: false }, (answer) => {
      note(about, answer.statusCode ?? 0)
      if (fault === 'lose the answer') {
        answer.resume().on('end', () => incoming.socket.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      let sent = 0
      answer.on('data', (chunk: Buffer) => {
        sent += chunk.byteLength
        if (fault === 'cut the answer' && sent > cutAnswerAfter) incoming.socket.destroy()
        else if (!outgoing.write(chunk)) answer.pause()
      })
      outgoing.on('drain', () => answer.resume())
      answer.on('end', () => outgoing.end())
      outgoing.on('close', () => answer.destroy())
    })
    onward.on('error', () => incoming.socket.destroy())
    incoming.on('error', () => onward.destroy()).pipe(onward)
  }

  const proxy: { fault: FaultProxy['fault'] } = { fault: () => 'pass' }
  const server = createServer((incoming, outgoing) => {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '', target)
    const about = { method: incoming.method ?? '', path, query }
    const fault = proxy.fault(about, seen.push(about))
    const refuse = (status: number, code: string): void => {
      void text(incoming).then(
        () => outgoing.writeHead(status).end(`<Error><Code>${code}</Code></Error>`),
        () => undefined,
      )
    }
    if (fault === 'cut the request') incoming.socket.destroy()
    else if (fault === 'slow down') refuse(503, 'SlowDown')
    else if (fault === 'fail inside') refuse(500, 'InternalError')
    else if (fault === 'refuse it as unknown') refuse(501, 'NotImplemented')
    else if (fault === 'be full') refuse(403, 'QuotaExceeded')
    else if (fault !== 'hang') pass(fault, about, incoming, outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${port}${target.pathname}`,
    seen,
    paidFor,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
