/** A schema of JSON Schema 2020-12, as OpenAPI 3.1 has them; only what documents of this server use. */
export interface Schema {
  readonly $ref?: string
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null'
  readonly description?: string
  readonly format?: string
  readonly pattern?: string
  readonly contentEncoding?: 'base64'
  readonly enum?: readonly string[]
  readonly const?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly items?: Schema
  readonly uniqueItems?: boolean
  readonly properties?: { readonly [name: string]: Schema | false }
  readonly required?: readonly string[]
  readonly propertyNames?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly readOnly?: boolean
  readonly oneOf?: readonly Schema[]
  readonly discriminator?: Discriminator
  readonly allOf?: readonly Schema[]
  readonly if?: Schema
  readonly then?: Schema
}

interface Discriminator {
  readonly propertyName: string
  readonly mapping: { readonly [value: string]: string }
}

/** What stands elsewhere in the document: `#/components/responses/api.401`. */
export interface Reference {
  readonly $ref: string
}

/** A parameter that a request carries in its address or in a header. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly description?: string
  readonly required: boolean
  readonly schema?: Schema
  /** Instead of `schema`, where the value is a text of that media type. */
  readonly content?: Content
}

/** Bodies by their media type. */
interface Content {
  readonly [mediaType: string]: { readonly schema: Schema }
}

/** The answer of one status. */
export interface DescribedResponse {
  readonly description: string
  readonly headers?: { readonly [name: string]: Reference | DescribedHeader }
  readonly content?: Content
}

/** A header of an answer. */
export interface DescribedHeader {
  readonly description: string
  readonly required?: boolean
  readonly schema: Schema
}

/** Schemes that sign in, by name; any one of a list of these is enough. */
interface SecurityRequirement {
  readonly [scheme: string]: readonly string[]
}

/** An operation at its path and method. */
export interface DescribedOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  /** Without it, that of the whole document; an empty list: nobody needs to sign in. */
  readonly security?: readonly SecurityRequirement[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly description?: string
    readonly required: boolean
    readonly content: Content
  }
  readonly responses: { readonly [status: string]: Reference | DescribedResponse }
}

/** Methods that a path item describes. */
export type DescribedMethod = 'get' | 'head' | 'put' | 'post' | 'patch' | 'delete'

/** The operations of a path, by method. */
export type PathItem = { readonly [Method in DescribedMethod]?: DescribedOperation }

/** A document of OpenAPI 3.1. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly summary: string
    readonly description: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly security: readonly SecurityRequirement[]
  readonly tags: readonly { readonly name: string }[]
  readonly paths: { readonly [key: string]: PathItem }
  readonly components: {
    readonly schemas: { readonly [name: string]: Schema }
    readonly responses: { readonly [name: string]: DescribedResponse }
    readonly headers: { readonly [name: string]: DescribedHeader }
    readonly securitySchemes: { readonly [name: string]: Readonly<Record<string, string>> }
  }
}
