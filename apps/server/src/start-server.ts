import type { Http2Bindings, HttpBindings } from '@hono/node-server'
import {
  beginFirstPassword,
  checkBlobs,
  createFirstUser,
  createMetrics,
  requireKnownPlaces,
} from '@accession/core'
import type { FirstPassword, MetricRegistry, World } from '@accession/core'
import type { Log, PasswordHashing } from '@accession/core/ports'
import { createApp, createPolls } from '@accession/http'
import { createNodeIds, nodePasswords } from '@accession/crypto'
import { createNodeLog } from './adapters/node-log.ts'
import { createWorld } from './create-world.ts'
import { makeDataFolder } from './data-folder.ts'
import { announceFirstPassword } from './first-password.ts'
import { connectionLimits } from './listening/connection-limits.ts'
import type { ConnectionLimits } from './listening/connection-limits.ts'
import { bodyOf } from './listening/expectations.ts'
import type { Incoming } from './listening/http-server.ts'
import { fitToOpenFiles } from './listening/open-files.ts'
import { serveApp } from './listening/serve-app.ts'
import { tellOfProcess } from './metrics/process-metrics.ts'
import { openBlobs, openNamedBlobs, throwBlobsError } from './open-blobs.ts'
import { isNewCatalog, openCatalog } from './open-catalog.ts'
import type { OpenCatalog } from './open-catalog.ts'
import { isHalfShared, placesOf } from './settings/places.ts'
import type { ServerSettings } from './settings/server-settings.ts'
import { openCertificate } from './tls/open-certificate.ts'

export interface StartOptions {
  /** @default lines on the standard output */
  readonly log?: Log
  /** Tells the password made for the first user to a person. @default a box on the standard error */
  readonly announce?: (userName: string, password: string) => void
  /** What the machine's clock shows; for tests. @default Date.now */
  readonly machineTime?: () => number
  /** How passwords are hashed; for tests, which hash many. @default nodePasswords */
  readonly passwords?: PasswordHashing
  /** @default connectionLimits */
  readonly limits?: ConnectionLimits
  /** When it stops, transfers may end by themselves this long. @default 2000 */
  readonly graceMs?: number
  /** Then requests may end this long before they are cut. @default 6000 */
  readonly patienceMs?: number
}

/** A server that listens. */
export interface RunningServer {
  readonly url: URL
  /** SHA-256 of the certificate at the start, as `AA:BB:…`; undefined without TLS. */
  readonly fingerprint: string | undefined
  /** The password made for the first user, at the first start only. */
  readonly adminPassword: string | undefined
  readonly world: World
  /** Takes no more work, ends or puts back transfers, lets go of everything; again is the same. */
  close(): Promise<void>
}

/** Opens the catalog and the bytes, makes the first user where there is none, and listens. */
export const startServer = async (
  settings: ServerSettings,
  options: StartOptions = {},
): Promise<RunningServer> => {
  const { log = createNodeLog({ level: settings.logLevel, node: settings.nodeName }) } = options
  const { passwords = nodePasswords } = options
  for (const variable of settings.unknownVariables)
    log.warn('server.unknown_variable', { variable })
  if (settings.store.kind === 'sqlite') await makeDataFolder(settings.data)
  const metrics = createMetrics()
  const firstPassword = isNewCatalog(settings.store)
    ? beginFirstPassword({ ids: createNodeIds(), passwords }, settings.adminPassword)
    : undefined
  const catalog = await openCatalog(settings.store, {
    log,
    metrics,
    machineTime: options.machineTime,
  })
  try {
    return await serveCatalog(
      catalog,
      { log, metrics, passwords, firstPassword },
      settings,
      options,
    )
  } catch (error) {
    await catalog.close()
    throw error
  }
}

/** What a start has made before it opens the catalog. */
interface Begun {
  readonly log: Log
  readonly metrics: MetricRegistry
  readonly passwords: PasswordHashing
  readonly firstPassword: FirstPassword | undefined
}

const serveCatalog = async (
  catalog: OpenCatalog,
  { log, metrics, passwords, firstPassword }: Begun,
  settings: ServerSettings,
  options: StartOptions,
): Promise<RunningServer> => {
  const { limits: givenLimits = connectionLimits, graceMs = 2000, patienceMs = 6000 } = options
  const { announce = announceFirstPassword } = options
  const certificate = await openCertificate(settings)
  const blobs = await openBlobs(settings.blobs)
  const namedBlobs = await openNamedBlobs(settings.blobStores)
  const { store, clock } = catalog
  const { world, sweeper, tasks } = createWorld({
    store,
    clock,
    blobs,
    namedBlobs,
    log,
    metrics,
    passwords,
    settings,
  })
  await checkBlobs(world).catch(throwBlobsError)
  await requireKnownPlaces(world).catch(throwBlobsError)
  const { adminUser: userName, adminPassword: password, publicUrl } = settings

  const made = await createFirstUser(world, { userName, password, begun: firstPassword })
  if (made !== undefined) announce(userName, made)

  let isStopping = false
  const { trustedProxies, corsOrigins, metricsToken } = settings
  const polling = { polls: createPolls(world, { corsOrigins }), now: () => metrics.now() }
  const app = createApp(world, {
    publicUrl,
    trustedProxies,
    corsOrigins,
    readBody: (context) => bodyOf(nodeRequest(context)),
    clientAddress: (context) => nodeRequest(context).socket.remoteAddress ?? 'unknown',
    ready: () => !isStopping,
    metrics: { registry: metrics, token: metricsToken },
    certificate: () => certificate?.current,
  })
  const { host, port } = settings
  const limits = fitToOpenFiles(givenLimits, log)
  const served = await serveApp(app.fetch, {
    host,
    port,
    certificate,
    limits,
    polling,
    clock,
    log,
  })
  const { url } = served
  const fingerprint = certificate?.current.fingerprint
  const processMetrics = tellOfProcess(metrics)
  sweeper.start()
  tasks.start()
  if (isHalfShared(settings)) log.warn('server.bytes_not_shared', placesOf(settings))
  log.info('server.started', { at: url.origin, sha256: fingerprint, ...placesOf(settings) })

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    isStopping = true
    log.info('server.stopping', { transfers: world.transfers.count })
    await served.stop({ transfers: world.transfers, graceMs, patienceMs })
    await Promise.all([sweeper.stop(), tasks.stop()])
    await catalog.close()
    processMetrics[Symbol.dispose]()
    log.info('server.stopped')
  }
  return { url, fingerprint, adminPassword: made, world, close: () => (closing ??= close()) }
}

const nodeRequest = (context: { readonly env: unknown }): Incoming =>
  (context.env as HttpBindings | Http2Bindings).incoming
