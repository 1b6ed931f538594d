import { accessionError } from '@accession/core/errors'

/** The path of a URL as it was sent, not decoded: `/api/session`. */
export const rawPath = (url: string): string => {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = /[?#]/.exec(url)?.index ?? url.length
  return start === -1 || start > end ? '/' : url.slice(start, end)
}

/** The query of a URL; undefined where it has none. */
export const queryOf = (url: string): URLSearchParams | undefined => {
  const start = url.indexOf('?')
  return start === -1 ? undefined : new URLSearchParams(url.slice(start + 1).split('#', 1)[0])
}

/** One segment of a path, decoded once: what it then holds is taken as it is. */
export const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch (cause) {
    throw accessionError('accession.request.address_malformed', [segment], { cause })
  }
}
