import { FetchError } from '@accession/core/ports'
import type { FetchRequest, FetchResponse } from '@accession/core/ports'
import { firstHop, nextHop } from './policy/next-hop.ts'
import type { Hop } from './policy/next-hop.ts'

/** Follows a request from hop to hop, each of which `send` judges anew, to the answer at its end. */
export const followRedirects = async (
  request: FetchRequest,
  redirectsMax: number,
  send: (hop: Hop, isFirst: boolean) => Promise<FetchResponse>,
): Promise<FetchResponse> => {
  let hop = firstHop(request)
  for (let count = 0; ; count++) {
    const response = await send(hop, count === 0)
    const { status } = response
    const next = await orCancel(response, () =>
      nextHop(hop, { status, location: response.header('location') }),
    )
    if (!next) return response
    await response.bytes.cancel()
    if (count === redirectsMax) {
      const text = `${hop.target.host} leads from one address to the next, more than ${redirectsMax} times.`
      throw new FetchError('TOO_MANY_REDIRECTS', text)
    }
    hop = next
  }
}

const orCancel = async <T>({ bytes }: FetchResponse, decide: () => T): Promise<T> => {
  try {
    return decide()
  } catch (error) {
    await bytes.cancel()
    throw error
  }
}
