import type { FetchRequest, FetchResponse } from '@accession/core/ports'

/** A request that asks for little. */
export const requestTo = (url: string, given: Partial<FetchRequest> = {}): FetchRequest => ({
  url,
  signal: new AbortController().signal,
  bytesMax: 1024 * 1024,
  ...given,
})

/** All that an answer brings, as a text. */
export const textOf = async ({ bytes }: FetchResponse): Promise<string> =>
  new Response(bytes as BodyInit).text()
