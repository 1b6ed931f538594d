import type { AnyOperation, Operation } from '@accession/core/contract'
import type { CallOptions } from './connection-options.ts'
import type { Connection } from './connection.ts'

/** An operation as a method; its input may be left out where nothing in it is required. */
export type Method<Op> =
  Op extends Operation<infer Input, infer Result>
    ? object extends Input
      ? (input?: Input, options?: CallOptions) => Promise<Result>
      : (input: Input, options?: CallOptions) => Promise<Result>
    : never

/** The methods of a service, by operation id. */
export type ServiceMethods<Service> = { readonly [Id in keyof Service]: Method<Service[Id]> }

/** A service that a connection makes callable. */
export type Bindable<Service> = (connection: Connection) => ServiceMethods<Service>

/** Makes a service of the contract one that a connection makes callable. */
export const bindable =
  <Service extends object>(service: Service): Bindable<Service> =>
  (connection) =>
    Object.fromEntries(
      Object.entries<AnyOperation>(service as Readonly<Record<string, AnyOperation>>).map(
        ([id, operation]) => [
          id,
          (input: unknown = {}, options?: CallOptions) =>
            connection.call(operation, input, options),
        ],
      ),
    ) as ServiceMethods<Service>
