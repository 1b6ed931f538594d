import type { World } from '@accession/core'
import type { Context } from 'hono'
import type { AppOptions, MetCertificate, RequestWorld } from './app-options.ts'
import { isAddressIn } from './request/address-block.ts'

/** An app's options with their defaults filled in, beside the world it serves. */
export interface Host {
  readonly world: World
  readonly publicUrl: URL | undefined
  readonly corsOrigins: ReadonlySet<string>
  readonly uploadBytesMax: number
  isTrustedProxy(address: string): boolean
  readBody: ((context: Context) => AsyncIterable<Uint8Array> | undefined) | undefined
  clientAddress(context: Context): string
  certificate(): MetCertificate | undefined
  requestWorld(context: Context): RequestWorld
  ready(): boolean | Promise<boolean>
}

/** Fills in the defaults of an app's options. */
export const createHost = (world: World, options: AppOptions): Host => {
  const { trustedProxies = [] } = options
  return {
    world,
    publicUrl: options.publicUrl,
    corsOrigins: new Set(options.corsOrigins),
    uploadBytesMax: options.uploadBytesMax ?? Infinity,
    isTrustedProxy:
      typeof trustedProxies === 'function' ? trustedProxies : isAddressIn(trustedProxies),
    readBody: options.readBody,
    clientAddress: options.clientAddress ?? (() => 'unknown'),
    certificate: options.certificate ?? (() => undefined),
    requestWorld: options.requestWorld ?? (() => ({})),
    ready: options.ready ?? (() => true),
  }
}
