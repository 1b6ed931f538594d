/** What R2 tells of an object. */
export interface R2Stored {
  readonly key: string
  readonly size: number
  readonly customMetadata?: Record<string, string>
  /** What R2 has verified of the bytes as they came. */
  readonly checksums?: { readonly sha256?: ArrayBuffer }
}

/** An object with its bytes. */
export interface R2StoredBody extends R2Stored {
  readonly body: ReadableStream<Uint8Array>
  text(): Promise<string>
}

/** What stands for a part that was taken. */
export interface R2Part {
  readonly partNumber: number
  readonly etag: string
}

/** An upload in parts. */
export interface R2Multipart {
  readonly uploadId: string
  uploadPart(number: number, bytes: Uint8Array | ReadableStream<Uint8Array>): Promise<R2Part>
  complete(parts: R2Part[]): Promise<unknown>
  abort(): Promise<void>
}

/** How objects are stored. */
export interface R2PutOptions {
  readonly onlyIf?: Headers
  readonly customMetadata?: Record<string, string>
  readonly httpMetadata?: { readonly contentType?: string }
}

/** The binding to an R2 bucket, as far as it is used here: a Worker's `R2Bucket` is one. */
export interface R2Binding {
  head(key: string): Promise<R2Stored | null>
  get(
    key: string,
    options?: { readonly range?: { readonly offset: number; readonly length: number } },
  ): Promise<R2StoredBody | null>
  put(key: string, bytes: Uint8Array | string, options?: R2PutOptions): Promise<R2Stored | null>
  delete(keys: string[]): Promise<void>
  list(options: {
    readonly prefix?: string
    readonly delimiter?: string
    readonly cursor?: string
  }): Promise<{
    readonly objects: readonly R2Stored[]
    readonly truncated: boolean
    readonly cursor?: string
  }>
  createMultipartUpload(key: string, options?: R2PutOptions): Promise<R2Multipart>
  resumeMultipartUpload(key: string, uploadId: string): R2Multipart
}
