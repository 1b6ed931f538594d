import type { MetricRegistry, World } from '@accession/core'
import type { Context } from 'hono'

/** The metrics that an app answers at `/metrics`. */
export interface ServedMetrics {
  readonly registry: Pick<MetricRegistry, 'families'>
  /** Who sends it as a bearer token may read them; else only users who may read everything. */
  readonly token?: string | undefined
}

/** What is known of a certificate that connections meet. */
export interface MetCertificate {
  /** SHA-256 of its DER form: `AA:BB:…`. */
  readonly fingerprint: string
  readonly isSelfSigned: boolean
}

/** What of a world may belong to one request, where a runtime lets none wait for another. */
export type RequestWorld = Partial<
  Pick<World, 'transfers' | 'sweepSoon' | 'runTasksSoon' | 'keepAlive'>
>

/** How an app meets its surroundings; everything may be left out. */
export interface AppOptions {
  /** Where clients see the server; wins over what a request says. */
  readonly publicUrl?: URL | undefined
  /** Proxies whose forwarded headers count: a predicate of addresses, or CIDRs. @default none */
  readonly trustedProxies?: ((address: string) => boolean) | readonly string[] | undefined
  /** Browser origins that may call, never with cookies. @default none */
  readonly corsOrigins?: readonly string[] | undefined
  /** The bytes of a request's body, where the host has a faster way to them than its web stream. */
  readonly readBody?: ((context: Context) => AsyncIterable<Uint8Array> | undefined) | undefined
  /** The address that a connection comes from. */
  readonly clientAddress?: ((context: Context) => string) | undefined
  /** The certificate that connections meet, where the host itself speaks TLS. */
  readonly certificate?: (() => MetCertificate | undefined) | undefined
  /** @default no address for metrics */
  readonly metrics?: ServedMetrics | undefined
  /** Bytes of a file that one request may bring; more come in parts. @default no bound */
  readonly uploadBytesMax?: number | undefined
  /** What each request has of its own. @default nothing: requests share the world */
  readonly requestWorld?: ((context: Context) => RequestWorld) | undefined
  /** Whether the host wants more work: false while it shuts down. @default always */
  readonly ready?: (() => boolean | Promise<boolean>) | undefined
}
