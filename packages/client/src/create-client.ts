import {
  contract,
  type AnyOperation,
  type Contract,
  type Operation,
} from '@accession/core/contract'
import { createConnection } from './connection.ts'
import type { CallOptions, Connection, ConnectionOptions } from './connection.ts'

/** An operation as a method; its input may be left out where nothing in it is required. */
export type Method<Op> =
  Op extends Operation<infer Input, infer Result>
    ? object extends Input
      ? (input?: Input, options?: CallOptions) => Promise<Result>
      : (input: Input, options?: CallOptions) => Promise<Result>
    : never

/** The methods of a service, by operation id. */
export type ServiceMethods<Service> = { readonly [Id in keyof Service]: Method<Service[Id]> }

/** Every operation of the contract as a method: `client.updateSession.delete({ … })`. */
export type Client = { readonly [Key in keyof Contract]: ServiceMethods<Contract[Key]> } & {
  readonly connection: Connection
}

/** A client for one server; nothing is sent before the first call. */
export const createClient = (options: ConnectionOptions): Client => {
  const connection = createConnection(options)
  const services = Object.entries(contract).map(([key, service]) => [
    key,
    serviceMethods(connection, service as Readonly<Record<string, AnyOperation>>),
  ])
  return { ...Object.fromEntries(services), connection } as Client
}

const serviceMethods = (connection: Connection, service: Readonly<Record<string, AnyOperation>>) =>
  Object.fromEntries(
    Object.entries(service).map(([id, operation]) => [
      id,
      (input: unknown = {}, options?: CallOptions) => connection.call(operation, input, options),
    ]),
  )
