import type { ByteRange } from '../ports/blob-store.ts'

/** A file that can be downloaded now. */
export interface Download {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** A strong entity tag, with its quotes: what stands behind an address never changes. */
  readonly etag: string
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array>>
  /** Where else it can be read, with these headers; undefined where the bytes come from us. */
  elsewhere(headers: Readonly<Record<string, string>>): Promise<string | undefined>
}

/** What stands behind an address, as its rows say. */
export interface Readable extends Download {
  /** Throws where the download may not go on; not there where its bytes look themselves. */
  readonly mayGoOn?: () => Promise<void>
}
