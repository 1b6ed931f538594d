import type {
  DescribedOperation,
  DescribedResponse,
  OpenApiDocument,
  Parameter,
} from '../open-api.ts'
import type { PlacedOperation } from '../placed-operation.ts'
import { code, joined, markup, prose } from './markup.ts'
import type { Markup } from './markup.ts'
import { writeType } from './write-type.ts'

/** An operation under its name, at all its addresses; errors are the same at each. */
export const writeOperation = (
  name: string,
  spelled: readonly PlacedOperation[],
  document: OpenApiDocument,
): Markup => {
  const [{ operation } = { operation: undefined }] = spelled
  const errors = operation ? answersOf(operation, document).filter(isError) : []
  return markup`<article id="${name}">
<h3><a href="#${name}">${code(name)}</a> ${operation?.summary}</h3>
${operation?.description && markup`<p>${prose(operation.description)}</p>`}
${spelled.map((one) => writeSpelling(one, document))}
<p>Errors: ${joined(errors.map(writeError), ' · ')}</p>
</article>
`
}

const writeSpelling = (
  { key, method, operation }: PlacedOperation,
  document: OpenApiDocument,
): Markup => markup`<h4><b>${method.toUpperCase()}</b> ${code(key)}</h4>
<dl>
${operation.parameters?.map(writeParameter)}${writeBody(operation)}${answersOf(operation, document)
  .filter((answer) => !isError(answer))
  .map(writeAnswer)}</dl>
`

const writeParameter = (parameter: Parameter): Markup => {
  const { name, in: place, required, schema, description } = parameter
  const where = place === 'path' ? 'in the address' : `${place}, ${presence(required)}`
  const more = description !== undefined && [': ', prose(description)]
  return markup`<dt>${code(name)}</dt><dd>${where}, ${schema ? writeType(schema) : ['JSON: ', contentOf(parameter)]}${more}</dd>
`
}

const writeBody = ({ requestBody: body }: DescribedOperation): Markup | undefined =>
  body &&
  markup`<dt>body</dt><dd>${presence(body.required)}, ${contentOf(body)} ${body.description}</dd>
`

const presence = (isRequired: boolean): string => (isRequired ? 'required' : 'optional')

type Answer = readonly [status: string, response: DescribedResponse]

const isError = ([status]: Answer): boolean => Number(status) >= 400

const writeAnswer = ([status, response]: Answer): Markup =>
  markup`<dt>${status}</dt><dd>${prose(response.description)} ${contentOf(response)}</dd>
`

const writeError = ([status, { description }]: Answer): Markup =>
  markup`${status} ${prose(description)}`

/** What bodies are: JSON unless it is said. */
const contentOf = ({ content = {} }: Pick<DescribedResponse, 'content'>): Markup =>
  joined(
    Object.entries(content).map(([mediaType, { schema }]) =>
      mediaType === 'application/json' ? writeType(schema) : code(mediaType),
    ),
    ' or ',
  )

const answersOf = (
  { responses }: DescribedOperation,
  { components }: OpenApiDocument,
): readonly Answer[] =>
  Object.entries(responses).map(([status, response]): Answer => {
    if (!('$ref' in response)) return [status, response]
    const shared = components.responses[response.$ref.slice('#/components/responses/'.length)]
    if (!shared) throw new Error(`The document has no ${response.$ref}`)
    return [status, shared]
  })
