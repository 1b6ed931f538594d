import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A connection on which a test writes HTTP by hand. */
export interface RawConnection {
  readonly socket: Socket
  /** Everything received so far. */
  received(): string
  send(text: string | Uint8Array): void
  /** Resolves with everything received once that holds the text; rejects when it ends before. */
  until(text: string): Promise<string>
  /** Resolves with everything received when the other side has closed. */
  closed(): Promise<string>
}

/** Connects to a server's port, and waits for that. */
export const openConnection = async (url: URL): Promise<RawConnection> => {
  const socket = connect(Number(url.port), url.hostname)
  let text = ''
  let isClosed = false
  const wakers = new Set<() => void>()
  const wake = (): void => wakers.forEach((each) => each())
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    wake()
  })
  // A reset is one of the ways in which a server closes.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  await once(socket, 'connect')

  const when = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return
        wakers.delete(look)
        resolve()
      }
      wakers.add(look)
      look()
    })

  return {
    socket,
    received: () => text,
    send: (data) => void socket.write(data),
    async until(wanted) {
      await when(() => isClosed || text.includes(wanted))
      if (!text.includes(wanted)) throw new Error(`Closed before ${wanted}: ${text}`)
      return text
    },
    async closed() {
      await when(() => isClosed)
      return text
    },
  }
}
