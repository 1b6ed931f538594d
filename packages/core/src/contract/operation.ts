import type { ErrorType } from '../errors/error-types.ts'
import type { Privilege } from './privilege.ts'
import { structure } from './types.ts'
import type { Fields, InferFields, StructureType, Type } from './types.ts'

/** Where an operation lives below `/api`, and where its parameters travel. */
export interface ApiAddress<Parameter extends string = string> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Parameters in braces: `/api/content/library/{library_id}`. */
  readonly path: `/api/${string}`
  /** The value of the query parameter `action`. */
  readonly action?: string
  /** The parameter that *is* the body; without it, the body's members are the remaining parameters. */
  readonly body?: Parameter
  readonly query?: readonly Parameter[]
  /** Parameters by the header they travel in. */
  readonly headers?: { readonly [header: string]: Parameter }
}

/** What is said of an operation in the contract, before its service gives it a name. */
export interface OperationFacts<
  Input = unknown,
  Result = unknown,
  E extends ErrorType = ErrorType,
> {
  /** The parameters, as the structure `operation-input` that they are in JSON-RPC. */
  readonly params: StructureType<Input>
  readonly result: Type<Result>
  /** The errors it declares; what any operation may answer besides is in `commonErrors`. */
  readonly errors: readonly E[]
  /** All of them are needed; none means that signing in is enough, or is what the call does. */
  readonly privileges: readonly Privilege[]
  readonly api: ApiAddress
}

/** An operation of the contract: everything a wire, a check or a client needs to know of it. */
export interface Operation<
  Input = unknown,
  Result = unknown,
  E extends ErrorType = ErrorType,
  Name extends string = string,
> extends OperationFacts<Input, Result, E> {
  /** The name by which code knows it: `updateSession.keep_alive`. */
  readonly name: Name
  /** The vAPI service: `com.vmware.content.library.item.update_session`. */
  readonly service: string
  /** The vAPI operation: `keep_alive`. */
  readonly id: string
}

/** The operations of a service, by operation id, each knowing its name. */
export type Service<Key extends string, Ops> = {
  readonly [Id in keyof Ops & string]: Ops[Id] extends OperationFacts<
    infer Input,
    infer Result,
    infer E
  >
    ? Operation<Input, Result, E, `${Key}.${Id}`>
    : never
}

/** Errors that any operation may answer without declaring them. */
export const commonErrors = [
  'UNAUTHENTICATED',
  'UNAUTHORIZED',
  'INVALID_ARGUMENT',
  'UNEXPECTED_INPUT',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const satisfies readonly ErrorType[]

/** Describes an operation; its service adds the name. */
export const operation = <F extends Fields, Result, const E extends ErrorType = never>(facts: {
  readonly params: F
  readonly result: Type<Result>
  readonly errors: readonly E[]
  readonly privileges: readonly Privilege[]
  readonly api: ApiAddress<keyof F & string>
}): OperationFacts<InferFields<F>, Result, E> => ({
  ...facts,
  params: structure('operation-input', facts.params),
})

/** Describes a service: the key it has in the contract, its vAPI name, its operations. */
export const service = <
  const Key extends string,
  const Ops extends { readonly [id: string]: OperationFacts },
>(
  key: Key,
  name: string,
  operations: Ops,
): Service<Key, Ops> =>
  Object.fromEntries(
    Object.entries(operations).map(([id, facts]) => [
      id,
      { ...facts, name: `${key}.${id}`, service: name, id },
    ]),
  ) as unknown as Service<Key, Ops>
