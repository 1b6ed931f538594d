import { AwsV4Signer } from 'aws4fetch'
import { s3Address } from './s3-address.ts'
import type { S3Address } from './s3-address.ts'
import type { S3BlobStoreOptions } from './s3-blob-store-options.ts'
import { sha256Hex } from './digests.ts'
import { S3Error, s3ErrorOf } from './s3-error.ts'
import { sendByFetch } from './send-s3.ts'

interface S3Request {
  readonly method: 'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** The whole key; not set: the bucket. */
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  /** Cuts the request, whatever comes of it, and ends its retries. */
  readonly signal?: AbortSignal | undefined
  /** Ends its retries; an attempt on its way ends by itself, so that its end is known. */
  readonly retriesUntil?: AbortSignal | undefined
}

interface S3Answer {
  readonly headers: Headers
  readonly body: string
  /** Whether an attempt came before whose end is not known: it may have done the work. */
  readonly wasRetried: boolean
}

export interface S3Client {
  readonly address: S3Address
  /** The whole answer to a request; throws an `S3Error` that knows whether there was a retry. */
  send(request: S3Request): Promise<S3Answer>
  /** An answer whose body comes as a stream; it is no longer timed. */
  open(request: S3Request): Promise<Response>
}

/** A request that failed, and whether an attempt before it may have done the work. */
export class S3RequestError extends S3Error {
  readonly wasRetried: boolean

  constructor({ status, code, message }: S3Error, wasRetried: boolean) {
    super(status, code, message.split(': ').slice(1).join(': '))
    this.wasRetried = wasRetried
  }
}

const largeBytes = 1024 * 1024
const backoffMs = 100
const backoffMaxMs = 5_000
/** Slower than this a body is taken for stuck, bytes a millisecond. */
const bodyRateMin = 64

const isError = /^\s*(?:<\?xml[^>]*>\s*)?<Error[\s>]/

/** Codes of answers that ask to be asked again, whatever their status. */
const retryCodes = new Set([
  'ConditionalRequestConflict',
  'OperationAborted',
  'RequestTimeout',
  'SlowDown',
  'ThrottlingException',
])

/** Signed requests to a bucket, tried again where the service or the way to it fails. */
export const createS3Client = (options: S3BlobStoreOptions): S3Client => {
  const { timeoutMs = 30_000, attemptsMax = 5, send = sendByFetch } = options
  const address = s3Address(options)
  const cache = new Map<string, ArrayBuffer>()
  let digesting: Promise<unknown> = Promise.resolve()

  /** One large body after the other: the runtime copies what it digests. */
  const digestOf = async (body: Uint8Array<ArrayBuffer>): Promise<string> => {
    if (body.byteLength < largeBytes) return sha256Hex(body)
    const digest = digesting.then(async () => sha256Hex(body))
    digesting = digest.catch(() => undefined)
    return digest
  }

  const sign = async (request: S3Request, digest: string): Promise<[string, Headers]> => {
    const url = address.url(request.key)
    for (const [name, value] of Object.entries(request.query ?? {})) {
      url.searchParams.set(name, value)
    }
    const signer = new AwsV4Signer({
      method: request.method,
      url: url.href,
      headers: { ...request.headers, 'x-amz-content-sha256': digest },
      service: 's3',
      region: options.region,
      cache,
      accessKeyId: options.credentials.accessKeyId,
      secretAccessKey: options.credentials.secretAccessKey,
      ...(options.credentials.sessionToken && { sessionToken: options.credentials.sessionToken }),
    })
    const signed = await signer.sign()
    // Signers write blanks of the query as `+`, S3 reads `%20`.
    return [signed.url.href.replaceAll('+', '%20'), signed.headers]
  }

  const attempt = async <Result>(
    request: S3Request,
    digest: string,
    read: (response: Response) => Promise<Result>,
  ): Promise<Result> => {
    const [url, headers] = await sign(request, digest)
    const cut = new AbortController()
    const onAbort = (): void => cut.abort(request.signal?.reason)
    if (request.signal?.aborted) onAbort()
    request.signal?.addEventListener('abort', onAbort)
    const bytes = request.body?.byteLength ?? 0
    const timer = setTimeout(
      () => cut.abort(new Error(`No answer to ${request.method} in time`)),
      timeoutMs + bytes / bodyRateMin,
    )
    try {
      const { method, body } = request
      const response = await send(url, {
        method,
        headers,
        signal: cut.signal,
        ...(body && { body }),
      })
      if (!response.ok) throw s3ErrorOf(response.status, await response.text())
      return await read(response)
    } finally {
      clearTimeout(timer)
      request.signal?.removeEventListener('abort', onAbort)
    }
  }

  const repeat = async <Result>(
    request: S3Request,
    read: (response: Response) => Promise<Result>,
  ): Promise<{ result: Result; wasRetried: boolean }> => {
    const digest = await digestOf(request.body ?? new Uint8Array())
    for (let attempts = 1; ; attempts++) {
      try {
        return { result: await attempt(request, digest, read), wasRetried: attempts > 1 }
      } catch (error) {
        request.signal?.throwIfAborted()
        const goesOn = attempts < attemptsMax && !request.retriesUntil?.aborted
        if (goesOn && mayPass(error)) await pause(attempts, request.signal ?? request.retriesUntil)
        else throw error instanceof S3Error ? new S3RequestError(error, attempts > 1) : error
      }
    }
  }

  return {
    address,
    async send(request) {
      const { result, wasRetried } = await repeat(request, async (response) => {
        const body = await response.text()
        // Completing takes long, so its answer begins with 200 before its end is known.
        if (isError.test(body)) throw s3ErrorOf(500, body)
        return { headers: response.headers, body }
      })
      return { ...result, wasRetried }
    },
    async open(request) {
      const { result } = await repeat(request, async (response) => response)
      return result
    },
  }
}

/** Whether the same request may find the service better later. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof S3Error) ||
  (error.status >= 500 && error.status !== 501 && error.status !== 507) ||
  error.status === 429 ||
  error.status === 408 ||
  retryCodes.has(error.code)

const pause = async (attempts: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const most = Math.min(backoffMaxMs, backoffMs * 2 ** attempts)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      },
      most / 2 + (Math.random() * most) / 2,
    )
    signal?.addEventListener('abort', onAbort)
  })
