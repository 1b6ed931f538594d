import { limits } from '../../limits.ts'
import { isPlainText } from '../../names/is-plain-text.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The id of a library or an item without `urn:uuid:`, which some write and some do not; a UUID in
 * lower case. Undefined for what is no text, empty, or could not be kept.
 */
export const readId = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined
  const id = value.replace(/^urn:uuid:/i, '')
  if (id.trim() === '' || id.length > limits.publisherIdLengthMax || !isPlainText(id)) {
    return undefined
  }
  return uuid.test(id) ? id.toLowerCase() : id
}
