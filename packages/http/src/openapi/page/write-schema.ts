import type { Schema } from '../open-api.ts'
import { code, joined, markup } from './markup.ts'
import type { Markup } from './markup.ts'
import { schemaAnchor, writeType } from './write-type.ts'

/** A schema of the components: its fields, or what it is instead. */
export const writeSchema = (name: string, schema: Schema): Markup => {
  const anchor = schemaAnchor(name)
  return markup`<article id="${anchor}">
<h3><a href="#${anchor}">${code(name)}</a></h3>
${schema.properties ? writeFields(schema) : markup`<p>${writeType(schema)}</p>`}
</article>
`
}

const writeFields = ({ properties = {}, required = [], allOf = [] }: Schema): Markup => {
  const fields = Object.entries(properties).map(
    ([name, field]) => markup`<dt>${code(name)}</dt><dd>${
      required.includes(name) && 'required, '
    }${field && field.readOnly && 'ignored, '}${field ? writeType(field) : 'nothing'}</dd>
`,
  )
  return markup`<dl>
${fields}</dl>
${allOf.map(writeCondition)}`
}

/** A condition of a union: which fields go with a value of its discriminant. */
const writeCondition = ({ if: condition, then }: Schema): Markup => {
  const chosen = Object.entries(condition?.properties ?? {}).map(([name, value]) => [
    code(name),
    ' is ',
    value ? writeType(value) : 'nothing',
  ])
  const required = then?.required ?? []
  const foreign = Object.keys(then?.properties ?? {})
  return markup`<p>Where ${chosen}: ${joined(
    [
      ...(required.length > 0 ? [[joined(required.map(code), ', '), ' must be there']] : []),
      ...(foreign.length > 0 ? [[joined(foreign.map(code), ', '), ' must not be there']] : []),
    ],
    '; ',
  )}.</p>
`
}
