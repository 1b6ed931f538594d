import data from './fixtures/content-library.json' with { type: 'json' }

/** A type as the data spells it: a name, or one member saying what is made of which. */
export type TypeSpelling =
  | string
  | { readonly optional: TypeSpelling }
  | { readonly list: TypeSpelling }
  | { readonly set: TypeSpelling }
  | { readonly map: readonly [TypeSpelling, TypeSpelling] }

/** Fields or parameters, by name. */
interface SpelledFields {
  readonly [name: string]: TypeSpelling
}

/** An operation of the data. */
export interface OperationData {
  readonly params: SpelledFields
  readonly result: TypeSpelling
  /** Structure names without their prefix: `not_found`. */
  readonly errors: readonly string[]
  readonly privileges?: readonly {
    readonly privilege: string
    readonly on: string
    readonly resource?: string
  }[]
  readonly api: {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
    readonly path: `/api/${string}`
    readonly action?: string
    readonly body?: string
    readonly query?: readonly string[]
    readonly headers?: { readonly [header: string]: string }
  }
  readonly rest: {
    readonly method: string
    readonly path: string
    readonly action?: string
    readonly query?: readonly string[]
    /** False where the rule was used for want of a reference. */
    readonly documented?: false
  }
}

/** A structure of the data. */
export interface StructureData {
  readonly fields: SpelledFields
  readonly unions?: readonly {
    readonly discriminant: string
    readonly cases: {
      readonly [value: string]: readonly { readonly field: string; readonly required: boolean }[]
    }
  }[]
  readonly usage?: { readonly [field: string]: { readonly [call: string]: string } }
  readonly model_keys?: readonly string[]
}

/** The facts of the content library's contract, gathered from outside the project. */
export const contractData = data as unknown as {
  readonly services: { readonly [service: string]: { readonly [id: string]: OperationData } }
  readonly structures: { readonly [name: string]: StructureData }
  readonly enums: { readonly [name: string]: readonly string[] }
}

/** Every operation of the data, with where it stands there. */
export const operationsInData = Object.entries(contractData.services).flatMap(([service, all]) =>
  Object.entries(all).map(([id, facts]) => ({ service, id, facts })),
)
