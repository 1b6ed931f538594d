import { ConnectionError } from './connection-error.ts'

/** The answer to a request, or a `ConnectionError` that says why nobody answered. */
export const reach = async (url: URL, send: () => Promise<Response>): Promise<Response> => {
  try {
    return await send()
  } catch (cause) {
    const detail = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const why = detail instanceof Error ? detail.message || detail.name : String(detail)
    throw new ConnectionError('unreachable', `${url.origin} cannot be reached: ${why}`, { cause })
  }
}
