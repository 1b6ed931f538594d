import type { Contract } from '@accession/core/contract'
import type { Bindable, ServiceMethods } from './bindable.ts'
import type { ConnectionOptions } from './connection-options.ts'
import { createConnection, type Connection } from './connection.ts'
import * as services from './services.ts'

/** Every operation of the contract as a method: `client.updateSession.delete({ … })`. */
export type Client = { readonly [Key in keyof Contract]: ServiceMethods<Contract[Key]> } & {
  readonly connection: Connection
}

/** A client for one server; nothing is sent before the first call. */
export const createClient = (options: ConnectionOptions): Client => {
  const connection = createConnection(options)
  const all: { readonly [Key in keyof Contract]: Bindable<Contract[Key]> } = services
  const bound = Object.entries(all).map(([key, bind]) => [key, bind(connection)])
  return { ...Object.fromEntries(bound), connection } as Client
}
