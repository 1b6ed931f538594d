import { ServerResponse } from 'node:http'
import { Http2ServerResponse } from 'node:http2'
import { isDisposable, letGo } from '@accession/core/ports'

/** What Node's types say of the callbacks of each. */
type Callback = (error: Error | null | undefined) => void
type StreamCallback = (error: Error) => void

/** An answer of HTTP/1.1 that gives back the memory of disposable chunks as soon as they are sent. */
export class Http1Answer extends ServerResponse {
  override write(chunk: unknown, encoding?: BufferEncoding | Callback, callback?: Callback) {
    if (typeof encoding === 'string') return super.write(chunk, encoding, callback)
    return super.write(chunk, encoding ?? afterSending(chunk))
  }
}

/** The same of HTTP/2. */
export class Http2Answer extends Http2ServerResponse {
  override write(
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | StreamCallback,
    callback?: StreamCallback,
  ) {
    if (typeof encoding === 'string') return super.write(chunk, encoding, callback)
    return super.write(chunk, encoding ?? afterSending(chunk))
  }
}

/** Lets go of a chunk that the system has taken; one that it has not may still be looked at. */
const afterSending = (chunk: unknown): Callback | undefined =>
  chunk instanceof Uint8Array && isDisposable(chunk)
    ? (error) => {
        if (!error) letGo(chunk)
      }
    : undefined
