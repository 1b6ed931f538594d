import type { Schema } from '../open-api.ts'
import { code, joined, markup } from './markup.ts'
import type { Markup } from './markup.ts'

/** Where a page describes a schema of the components. */
export const schemaAnchor = (name: string): string => `schema-${name}`

/** A schema in a few words; one with a name is a link. */
export const writeType = (schema: Schema): Markup => {
  const { $ref, items, additionalProperties: others, properties } = schema
  if ($ref !== undefined) return link($ref)
  if (schema.oneOf) return joined(schema.oneOf.map(writeType), ' or ')
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum) return joined(schema.enum.map(code), ' | ')
  if (items) return markup`${schema.uniqueItems ? 'set' : 'list'} of ${writeType(items)}`
  if (properties) return writeProperties(properties, schema.required)
  if (typeof others === 'object') return markup`map to ${writeType(others)}`
  return markup`${schema.format ?? schema.type ?? 'anything'}`
}

const link = ($ref: string): Markup => {
  const name = $ref.slice($ref.lastIndexOf('/') + 1)
  return markup`<a href="#${schemaAnchor(name)}">${code(name)}</a>`
}

const writeProperties = (
  properties: NonNullable<Schema['properties']>,
  required: readonly string[] = [],
): Markup => {
  const fields = Object.entries(properties).map(([name, schema]) => [
    code(required.includes(name) ? name : `${name}?`),
    ': ',
    schema ? writeType(schema) : 'nothing',
  ])
  return markup`{ ${joined(fields, ', ')} }`
}
