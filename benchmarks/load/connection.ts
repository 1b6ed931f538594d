import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** An answer; the body is empty where it was only counted. */
export interface Reply {
  readonly status: number
  /** The status line and the header fields, as they came. */
  readonly head: string
  readonly body: string
  readonly bodyBytes: number
}

/** Bytes that are sent after a head: `bytes` over and over, `size` of them in all, and what stands around them. */
interface Body {
  readonly bytes: Buffer
  readonly size: number
  readonly before?: Buffer
  readonly after?: Buffer
}

/** One HTTP/1.1 connection that is kept alive, with one exchange at a time. */
export interface Connection {
  /** Sends a head and a body; where `counted`, what is answered is thrown away as it comes. */
  exchange(head: string, body?: Body, counted?: boolean): Promise<Reply>
  close(): void
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = '\r\n0\r\n\r\n'

/** Connects to an origin. Lean, so that two cores do not go into asking instead of answering. */
export const openConnection = async (origin: string): Promise<Connection> => {
  const { hostname, port } = new URL(origin)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  let running: ReplyReader | undefined
  let broken: Error | undefined
  const fail = (error: Error): void => {
    broken ??= error
    running?.reject(broken)
  }
  socket.on('data', (chunk: Buffer) => {
    if (running?.take(chunk)) running = undefined
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error(`${origin} closed the connection`)))
  return {
    exchange: (head, body, counted = false) =>
      new Promise((resolve, reject) => {
        if (broken) return reject(broken)
        running = replyReader(counted, resolve, reject)
        socket.write(head, 'latin1')
        if (body) sendBody(socket, body).catch(reject)
      }),
    close: () => void socket.destroy(),
  }
}

const sendBody = async (socket: Socket, { bytes, size, before, after }: Body): Promise<void> => {
  if (before) socket.write(before)
  for (let sent = 0; sent < size; sent += bytes.byteLength) {
    const part = size - sent < bytes.byteLength ? bytes.subarray(0, size - sent) : bytes
    if (!socket.write(part) && !socket.destroyed) await once(socket, 'drain')
  }
  if (after) socket.write(after)
}

interface ReplyReader {
  /** Takes what came; true once the answer is whole. */
  take(chunk: Buffer): boolean
  reject(error: Error): void
}

const replyReader = (
  counted: boolean,
  resolve: (reply: Reply) => void,
  reject: (error: Error) => void,
): ReplyReader => {
  let pending: Buffer | undefined
  let head: string | undefined
  let status = 0
  let length = 0
  let isChunked = false
  let bodyBytes = 0
  /** The end of what came of a chunked body, as if it came after another chunk. */
  let tail = '\r\n'
  const parts: Buffer[] = []

  const finish = (): true => {
    const body = Buffer.concat(parts)
    resolve({
      status,
      head: head ?? '',
      body: isChunked ? dechunked(body) : body.toString(),
      bodyBytes,
    })
    return true
  }
  const takeHead = (chunk: Buffer): Buffer | undefined => {
    const bytes = pending ? Buffer.concat([pending, chunk]) : chunk
    const end = bytes.indexOf(headEnd)
    if (end === -1) {
      pending = bytes
      return undefined
    }
    const text = bytes.toString('latin1', 0, end)
    head = text
    status = Number(text.slice(9, 12))
    length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0)
    isChunked = /\r\ntransfer-encoding: *chunked/i.test(text)
    return bytes.subarray(end + headEnd.byteLength)
  }

  return {
    take(chunk) {
      const bytes = head === undefined ? takeHead(chunk) : chunk
      if (!bytes) return false
      bodyBytes += bytes.byteLength
      if (!counted || isChunked) parts.push(bytes)
      if (isChunked) {
        tail = (tail + bytes.toString('latin1', Math.max(0, bytes.byteLength - 7))).slice(-7)
        return tail === lastChunk && finish()
      }
      return bodyBytes >= length && finish()
    },
    reject,
  }
}

const dechunked = (bytes: Buffer): string => {
  const parts: Buffer[] = []
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16)
    if (!(size > 0)) return Buffer.concat(parts).toString()
    parts.push(bytes.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}
