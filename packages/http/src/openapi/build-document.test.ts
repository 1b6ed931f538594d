import { Validator } from '@seriousme/openapi-schema-validator'
import { operations } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import { buildDocument } from './build-document.ts'
import type { OpenApiDocument } from './open-api.ts'

const document = buildDocument({ url: '/', hasMetrics: true })

const described = Object.entries(document.paths).flatMap(([key, item]) =>
  Object.entries(item).map(([method, operation]) => ({ key, method, ...operation })),
)

/** Every `$ref` in a part of the document. */
const references = (part: unknown): readonly string[] => {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, value]) =>
    name === '$ref' ? [String(value)] : references(value),
  )
}

const problemsOf = async (candidate: Partial<OpenApiDocument>) => {
  const { valid, errors } = await new Validator().validate(structuredClone({ ...candidate }))
  return valid ? [] : errors
}

const found = (id: string) => described.find(({ operationId }) => operationId === id)

/** The status of success, where it is first: the smallest. */
const statusOf = (id: string) => Object.keys(found(id)?.responses ?? {})[0]

const keysOf = (name: string) => [found(`api.${name}`)?.key, found(`rest.${name}`)?.key]

describe('the document', () => {
  it('is one of OpenAPI 3.1', async () => {
    expect(await problemsOf(document)).toEqual([])
  })

  it('would not be one without what OpenAPI asks for', async () => {
    const [[, item] = ['', {}]] = Object.entries(document.paths)
    const paths = { 'no/slash': item }
    expect(await problemsOf({ ...document, paths })).not.toEqual([])
    const { info: _info, ...nameless } = document
    expect(await problemsOf(nameless)).not.toEqual([])
  })

  it.each(['api', 'rest'])('has every operation of the contract in %s', (dialect) => {
    const ids = described.map(({ operationId }) => operationId)
    expect(operations.filter(({ name }) => !ids.includes(`${dialect}.${name}`))).toEqual([])
  })

  it('names each operation once', () => {
    const ids = described.map(({ operationId }) => operationId)
    expect(ids).toEqual([...new Set(ids)])
  })

  it('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
    const { schemas, responses, headers } = document.components
    const there = Object.entries({ schemas, responses, headers }).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    )
    const meant = new Set(references(document))
    expect([...meant].toSorted()).toEqual(there.toSorted())
  })

  it('gives no two paths one form, which readers could not tell apart', () => {
    const forms = Object.keys(document.paths).map((key) => key.replaceAll(/\{\w+\}/g, '{}'))
    expect(forms).toEqual([...new Set(forms)])
  })

  it('fills every brace of a path, and nothing else', () => {
    for (const { key, parameters = [] } of described) {
      const braces = [...key.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const filled = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
      expect(new Set(filled), key).toEqual(new Set(braces))
    }
  })

  it('tells of metrics only where they are served', () => {
    const without = buildDocument({ url: 'https://library.example', hasMetrics: false })
    expect(Object.keys(document.paths)).toContain('/metrics')
    expect(Object.keys(without.paths)).not.toContain('/metrics')
    expect(without.components.securitySchemes).not.toHaveProperty('metrics')
    expect(without.servers).toEqual([{ url: 'https://library.example' }])
  })
})

describe('an operation', () => {
  it('answers what its spelling does', () => {
    expect(
      ['updateSession.create', 'updateSession.get', 'updateSession.delete'].map((name) => [
        statusOf(`api.${name}`),
        statusOf(`rest.${name}`),
      ]),
    ).toEqual([
      ['201', '200'],
      ['200', '200'],
      ['204', '200'],
    ])
  })

  it('answers the errors that it declares, and those that any may answer', () => {
    expect(found('rest.updateSession.delete')?.responses).toMatchObject({
      400: {
        $ref: '#/components/responses/rest.INVALID_ARGUMENT.NOT_ALLOWED_IN_CURRENT_STATE.UNEXPECTED_INPUT',
      },
      401: { $ref: '#/components/responses/rest.UNAUTHENTICATED' },
      403: { $ref: '#/components/responses/rest.UNAUTHORIZED' },
      404: { $ref: '#/components/responses/rest.NOT_FOUND' },
      500: { $ref: '#/components/responses/rest.INTERNAL_SERVER_ERROR' },
      503: { $ref: '#/components/responses/rest.SERVICE_UNAVAILABLE' },
    })
  })

  it('takes its client token where its spelling does', () => {
    const name = 'updateSession.create'
    expect(found(`api.${name}`)?.parameters).toMatchObject([{ name: 'Client-Token', in: 'header' }])
    expect(found(`rest.${name}`)?.requestBody?.content['application/json']?.schema).toMatchObject({
      properties: { client_token: { type: 'string' } },
      required: ['create_spec'],
    })
  })

  it('is told apart by what tells it apart on the wire', () => {
    const [file, rest] = [
      '/api/content/library/item/{library_item_id}/file',
      '/rest/com/vmware/content/library/item/file',
    ]
    expect(keysOf('itemFile.list')).toEqual([file, rest])
    expect(keysOf('itemFile.get')).toEqual([
      `${file}?name={name}`,
      `${rest}/id:{library_item_id}?~action=get`,
    ])
  })

  it('has lists in its query by repetition, and those of structures as JSON', () => {
    const listed = found('rest.task.list')?.parameters?.map(({ name, schema, content }) => [
      name.replace(/^filter_spec\./, ''),
      schema?.type ?? Object.keys(content ?? {})[0],
    ])
    expect(Object.fromEntries(listed ?? [])).toMatchObject({
      tasks: 'array',
      targets: 'application/json',
    })
  })

  it('says how one signs in to it', () => {
    expect(found('api.session.create')?.security).toEqual([{ basic: [] }])
    expect(found('api.session.get')?.security).toEqual([{ session: [] }, { cookie: [] }])
    expect(found('api.library.get')?.security).toBeUndefined()
    expect(found('transfers.upload.put')?.security).toEqual([])
  })

  it('says which privileges it needs, and where', () => {
    expect(found('api.item.copy')?.description).toBe(
      'Needs `System.Read` on `source_library_item_id`, and `ContentLibrary.AddLibraryItem` on `ItemModel.library_id`.',
    )
    expect(found('api.updateSession.get')?.description).toBeUndefined()
  })
})
