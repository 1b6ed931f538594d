import { check } from '../check/check.ts'
import type { WireAnswer } from './wire-request.ts'

/** The JSON of an answer that must have some; fails where it has not, or does not say so. */
export const parseBody = ({ headers, text, status }: WireAnswer): unknown => {
  const type = headers['content-type'] ?? 'none'
  const isJson = /^application\/json\b/i.test(type)
  check(isJson, `An answer with status ${status} must be JSON; its content type is ${type}`)
  try {
    return JSON.parse(text) as unknown
  } catch {
    return check(false, `An answer with status ${status} is no JSON: ${text.slice(0, 200)}`)
  }
}
