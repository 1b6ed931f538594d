declare const valueOf: unique symbol

/** Carries the TypeScript type of the values a descriptor describes; nothing of it exists at run time. */
export interface Typed<T> {
  readonly [valueOf]?: T
}

/** A value without parts. */
export interface ScalarType<T = unknown> extends Typed<T> {
  readonly kind:
    | 'string'
    | 'integer'
    | 'boolean'
    | 'double'
    | 'id'
    | 'uri'
    | 'secret'
    | 'date_time'
    | 'binary'
    | 'void'
    | 'opaque'
    | 'any_error'
}

/** A value that may be left out; a model's field also says how each call treats it. */
export interface OptionalType<T = unknown> extends Typed<T | undefined> {
  readonly kind: 'optional'
  readonly of: Type<T>
  readonly usage?: Usage
}

/** Values in order. */
export interface ListType<T = unknown> extends Typed<readonly T[]> {
  readonly kind: 'list'
  readonly of: Type<T>
}

/** Values without order or repetition; an array, as on the wire. */
export interface SetType<T = unknown> extends Typed<readonly T[]> {
  readonly kind: 'set'
  readonly of: Type<T>
}

/** Values by key; an object here, whatever a wire makes of it. */
export interface MapType<T = unknown> extends Typed<T> {
  readonly kind: 'map'
  readonly key: Type<string>
  readonly value: Type
}

/** One of a few names. */
export interface EnumerationType<T extends string = string> extends Typed<T> {
  readonly kind: 'enumeration'
  readonly name: string
  readonly values: readonly T[]
}

/** Named fields under a vAPI name. */
export interface StructureType<T = unknown> extends Typed<T> {
  readonly kind: 'structure'
  readonly name: string
  readonly fields: Fields
  /** By discriminant and its value: the fields that go with it, and whether they must be set. */
  readonly unions: Unions
  /** The fields that identify a model. */
  readonly modelKeys: readonly string[]
}

/** A descriptor of values of type `T`: plain data that codecs, checks and documents walk over. */
export type Type<T = unknown> = Typed<T> &
  (ScalarType | OptionalType | ListType | SetType | MapType | EnumerationType | StructureType)

/** The fields of a structure or the parameters of an operation, by name. */
export interface Fields {
  readonly [name: string]: Type
}

/** How `create`, `get` and `update` treat a model's field; where nothing is said, it is optional. */
export interface Usage {
  readonly create?: 'required' | 'optional' | 'unused'
  readonly get?: 'always' | 'optional' | 'absent'
  readonly update?: 'optional' | 'unused'
}

/** The unions of a structure, by discriminant, its value, and field. */
export interface Unions {
  readonly [discriminant: string]: {
    readonly [value: string]: { readonly [field: string]: 'required' | 'optional' }
  }
}

/** The TypeScript type of the values a descriptor describes. */
export type Infer<D> = D extends Typed<infer T> ? T : never

type OptionalName<F> = {
  [Name in keyof F]: F[Name] extends { readonly kind: 'optional' } ? Name : never
}[keyof F]

type Flat<T> = { [Name in keyof T]: T[Name] }

/** The TypeScript type of an object with these fields. */
export type InferFields<F> = Flat<
  { readonly [Name in Exclude<keyof F, OptionalName<F>>]: Infer<F[Name]> } & {
    readonly [Name in OptionalName<F>]?: Infer<F[Name]>
  }
>

type UnionsOf<F> = {
  readonly [Discriminant in keyof F]?: {
    readonly [Value in NonNullable<Infer<F[Discriminant]>> & string]: {
      readonly [Name in OptionalName<F>]?: 'required' | 'optional'
    }
  }
}

type MapOf<K extends string, V> = string extends K
  ? { readonly [key: string]: V }
  : { readonly [Key in K]?: V }

/** Text. */
export const string: ScalarType<string> = { kind: 'string' }

/** A whole number: 64 bits in vAPI, up to 2^53 - 1 here. */
export const integer: ScalarType<number> = { kind: 'integer' }

/** True or false. */
export const boolean: ScalarType<boolean> = { kind: 'boolean' }

/** A floating-point number. */
export const double: ScalarType<number> = { kind: 'double' }

/** The identifier of a resource. */
export const id: ScalarType<string> = { kind: 'id' }

/** An address. */
export const uri: ScalarType<string> = { kind: 'uri' }

/** Text that is never shown or logged. */
export const secret: ScalarType<string> = { kind: 'secret' }

/** A moment in UTC, spelled `YYYY-MM-DDThh:mm:ss.sssZ`. */
export const dateTime: ScalarType<string> = { kind: 'date_time' }

/** Bytes. */
export const binary: ScalarType<Uint8Array> = { kind: 'binary' }

/** No value: the result of an operation that answers nothing. */
export const nothing: ScalarType<void> = { kind: 'void' }

/** A value of any type. */
export const opaque: ScalarType = { kind: 'opaque' }

/** A value that may be left out. */
export const optional = <T>(of: Type<T>, usage?: Usage): OptionalType<T> =>
  usage ? { kind: 'optional', of, usage } : { kind: 'optional', of }

/** Values in order. */
export const list = <T>(of: Type<T>): ListType<T> => ({ kind: 'list', of })

/** Values without order or repetition. */
export const set = <T>(of: Type<T>): SetType<T> => ({ kind: 'set', of })

/** Values by key. */
export const map = <K extends string, V>(key: Type<K>, value: Type<V>): MapType<MapOf<K, V>> => ({
  kind: 'map',
  key,
  value,
})

/** One of the given names. */
export const enumeration = <const T extends string>(
  name: string,
  values: readonly T[],
): EnumerationType<T> => ({ kind: 'enumeration', name, values })

/** A structure: its vAPI name, its fields, and the rules between them. */
export const structure = <F extends Fields>(
  name: string,
  fields: F,
  rules: { readonly unions?: UnionsOf<F>; readonly modelKeys?: readonly (keyof F & string)[] } = {},
): StructureType<InferFields<F>> => ({
  kind: 'structure',
  name,
  fields,
  unions: (rules.unions ?? {}) as Unions,
  modelKeys: rules.modelKeys ?? [],
})
