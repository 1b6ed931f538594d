import { isObject } from '../codec/read-value.ts'

/** The tags of values that plain JSON cannot tell apart: `{"SECRET": "…"}`. */
export type Tag = 'OPTIONAL' | 'STRUCTURE' | 'SECRET' | 'BINARY' | 'ERROR'

/** What stands under a tag; undefined where JSON is anything but this tag alone. */
export const taggedWith = (tag: Tag, json: unknown): unknown =>
  isObject(json) && Object.hasOwn(json, tag) && Object.keys(json).length === 1
    ? json[tag]
    : undefined

/** The one name under a tag and the fields under that: `{"STRUCTURE": {"info": {…}}}`. */
export const namedFields = (
  tag: 'STRUCTURE' | 'ERROR',
  json: unknown,
): { readonly name: string; readonly fields: Readonly<Record<string, unknown>> } | undefined => {
  const named = taggedWith(tag, json)
  const [entry, ...more] = isObject(named) ? Object.entries(named) : []
  if (!entry || more.length > 0) return undefined
  const [name, fields] = entry
  return isObject(fields) ? { name, fields } : undefined
}
