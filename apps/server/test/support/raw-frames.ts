import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

/** A frame of HTTP/2, written by hand. */
export interface Frame {
  /** 0 DATA, 1 HEADERS, 3 RST_STREAM, 4 SETTINGS, 6 PING, 9 CONTINUATION. */
  readonly type: number
  readonly flags?: number
  readonly stream?: number
  readonly payload?: Uint8Array
}

/** The bytes of frames. */
export const frameBytes = (...frames: readonly Frame[]): Buffer =>
  Buffer.concat(
    frames.flatMap(({ type, flags = 0, stream = 0, payload = Buffer.alloc(0) }) => {
      const head = Buffer.alloc(9)
      head.writeUIntBE(payload.length, 0, 3)
      head[3] = type
      head[4] = flags
      head.writeUInt32BE(stream, 5)
      return [head, payload]
    }),
  )

/** The HEADERS of a request whose body is still to come; nothing is compressed. */
export const requestFrame = (stream: number, method: string, path: string): Frame => {
  const fields = { ':method': method, ':scheme': 'https', ':authority': 'x', ':path': path }
  const payload = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.of(0, name.length),
    Buffer.from(name),
    Buffer.of(value.length),
    Buffer.from(value),
  ])
  // END_HEADERS.
  return { type: 1, flags: 4, stream, payload: Buffer.concat(payload) }
}

/** RST_STREAM with CANCEL. */
export const resetFrame = (stream: number): Frame => ({
  type: 3,
  stream,
  payload: Buffer.of(0, 0, 0, 8),
})

/** Opens a connection of HTTP/2 on which a test writes frames; it ends with the test. */
export const openFrames = async (url: URL, allowHalfOpen = false): Promise<TLSSocket> => {
  const below = connectTcp({ port: Number(url.port), host: url.hostname, allowHalfOpen })
  const socket = connect({ socket: below, rejectUnauthorized: false, ALPNProtocols: ['h2'] })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  socket.resume()
  await once(socket, 'secureConnect')
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  socket.write(frameBytes({ type: 4 }))
  return socket
}
