import { existsSync } from 'node:fs'
import { isAccessionError } from '@accession/core/errors'
import { createMemoryStore } from '@accession/core/memory'
import type { Clock, Log, Metrics, Store } from '@accession/core/ports'
import { followClock } from './adapters/followed-clock.ts'
import { createMachineClock } from './adapters/machine-clock.ts'
import type { StoreSetting } from './settings/setting-values.ts'
import { StartError } from './start-error.ts'

/** A catalog with the clock that all who share it follow, and how to let go of both. */
export interface OpenCatalog {
  readonly store: Store
  readonly clock: Clock
  close(): Promise<void>
}

export interface CatalogListeners {
  readonly log: Log
  /** Told of the connections to a database. */
  readonly metrics?: Metrics
  /** Milliseconds since 1970 by the machine's clock, where no database has one. @default Date.now */
  readonly machineTime?: (() => number) | undefined
}

/** Whether there is no catalog yet; of a database that is told only when it is open. */
export const isNewCatalog = (setting: StoreSetting): boolean =>
  setting.kind === 'memory' || (setting.kind === 'sqlite' && !existsSync(setting.path))

/** Opens the catalog and brings its schema up to date; an engine is loaded only where it is used. */
export const openCatalog = async (
  setting: StoreSetting,
  listeners: CatalogListeners,
): Promise<OpenCatalog> => {
  if (setting.kind === 'memory') {
    return { store: createMemoryStore(), clock: machineClock(listeners), close: async () => {} }
  }
  if (setting.kind === 'postgres') return openPostgres(setting.url, listeners)
  const { createSqliteStore } = await import('@accession/store-sql/sqlite')
  const store = await createSqliteStore({ path: setting.path, log: listeners.log }).catch(
    throwStartError,
  )
  return { store, clock: machineClock(listeners), close: () => store.close() }
}

const machineClock = ({ log, machineTime }: CatalogListeners): Clock =>
  createMachineClock({ log, ...(machineTime && { read: machineTime }) })

const openPostgres = async (url: string, listeners: CatalogListeners): Promise<OpenCatalog> => {
  const { createPostgresStore } = await import('@accession/store-sql/postgres')
  const { log } = listeners
  const store = await createPostgresStore({ url, ...listeners }).catch(throwDatabaseError)
  try {
    const clock = await followClock({ readTime: () => store.now(), log })
    const close = async (): Promise<void> => {
      await clock[Symbol.asyncDispose]()
      await store.close()
    }
    return { store, clock, close }
  } catch (error) {
    await store.close()
    return throwDatabaseError(error)
  }
}

const throwDatabaseError = (error: unknown): never => {
  if (!isAccessionError(error, 'SERVICE_UNAVAILABLE')) return throwStartError(error)
  const { message } = error.cause instanceof Error ? error.cause : { message: error.message }
  throw new StartError(
    `The database that ACCESSION_STORE names does not let us in (${message}): check that it runs, can be reached from here, and knows the user.`,
    { cause: error },
  )
}

const throwStartError = (error: unknown): never => {
  if (!isAccessionError(error)) throw error
  const { message } = error.cause instanceof Error ? error.cause : { message: '' }
  throw new StartError(message ? `${error.message} (${message})` : error.message, { cause: error })
}
