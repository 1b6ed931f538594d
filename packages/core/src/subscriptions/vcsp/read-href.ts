import { limits } from '../../limits.ts'
import { isPlainText } from '../../names/is-plain-text.ts'

/**
 * An address within a published library, relative to its `lib.json` and percent-encoded, as an
 * absolute one; or why it is none. It stays within the folder of `lib.json`: neither another origin
 * nor a folder above is reached by it, and nothing in it may be read as a separator after decoding.
 */
export const readHref = (
  value: unknown,
  libraryUrl: string,
): { readonly url: string } | { readonly fault: string } => {
  if (typeof value !== 'string' || value === '') return { fault: 'is missing' }
  if (value.length > limits.echoedTextLengthMax || !isPlainText(value)) {
    return { fault: 'is too long, or holds control characters' }
  }
  if (!URL.canParse(value, libraryUrl)) return { fault: 'is no address' }
  const url = new URL(value, libraryUrl)
  const base = new URL('.', libraryUrl)
  if (url.origin !== base.origin) return { fault: 'leads to another origin' }
  if (url.username + url.password !== '') return { fault: 'holds a user or a password' }
  if (/%(2f|5c|00)/i.test(url.pathname)) return { fault: 'holds an encoded path separator' }
  if (!url.pathname.startsWith(base.pathname) || url.pathname === base.pathname) {
    return { fault: 'leads out of the folder of lib.json' }
  }
  url.hash = ''
  return { url: url.href }
}
