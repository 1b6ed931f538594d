/** What is answered, before it becomes a `Response`: plain data that every layer can add to. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
}

/** A JSON answer; no body where the value is undefined. */
export const jsonAnswer = (status: number, value: unknown): Answer =>
  value === undefined
    ? { status }
    : { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
