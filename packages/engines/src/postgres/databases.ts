import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

/** A database of its own, empty at first. */
export interface PostgresDatabase extends AsyncDisposable {
  /** For `pg` and for `ACCESSION_STORE`. */
  readonly url: string
  /** Removes it, whoever is connected. */
  drop(): Promise<void>
}

/** How often a server is asked again that recovers, and for how long. */
const recovery = { everyMs: 50, attemptsMax: 400 }

/** Connects; a server that recovers, as one does whose backend was killed, is waited for. */
const connect = async (url: string): Promise<Client> => {
  for (let attempt = 1; ; attempt++) {
    const client = new Client({ connectionString: url })
    // A connection that breaks says so to the statement as well.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      const isRecovering = error instanceof DatabaseError && error.code === '57P03'
      if (!isRecovering || attempt === recovery.attemptsMax) throw error
      await sleep(recovery.everyMs)
    }
  }
}

/** Runs one statement on a connection of its own, and answers its rows. */
export const runSql = async (
  url: string,
  sql: string,
  params: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> => {
  const client = await connect(url)
  try {
    return (await client.query<Record<string, unknown>>(sql, [...params])).rows
  } finally {
    await client.end()
  }
}

/** The same server's URL with another database. */
const urlOfDatabase = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/**
 * Makes an empty database. It sorts texts as English does, so that whoever relies on the order of
 * code points notices.
 */
export const createDatabaseAt = async (serverUrl: string): Promise<PostgresDatabase> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const locale = "locale_provider icu icu_locale 'en-US' locale 'C'"
  await runSql(serverUrl, `create database ${name} template template0 encoding 'UTF8' ${locale}`)
  const drop = async (): Promise<void> => {
    await runSql(serverUrl, `drop database if exists ${name} with (force)`)
  }
  return { url: urlOfDatabase(serverUrl, name), drop, [Symbol.asyncDispose]: drop }
}
