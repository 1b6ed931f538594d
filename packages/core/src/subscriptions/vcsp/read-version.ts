import { limits } from '../../limits.ts'
import { isPlainText } from '../../names/is-plain-text.ts'

/**
 * A version, an etag or a generation, which some write as a text and some as a number; null where
 * there is none, undefined for what is neither or too long to be one.
 */
export const readVersion = (value: unknown): string | null | undefined => {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value.length > limits.publisherVersionLengthMax) return undefined
  return isPlainText(value) ? value : undefined
}
