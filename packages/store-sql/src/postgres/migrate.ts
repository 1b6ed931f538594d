import type { ClientBase } from 'pg'
import { accessionError } from '@accession/core/errors'
import type { Log } from '@accession/core/ports'
import type { Migration } from '../migrations/index.ts'

export interface MigrateOptions {
  /** The database in words. */
  readonly name: string
  /** The steps, first to last. */
  readonly migrations: readonly Migration[]
  readonly log: Pick<Log, 'info'> | undefined
}

/** The lock under which one node at a time looks at the schema and changes it: "accession". */
const lockKey = '7017846412417265518'

/** Brings the catalog's schema up to date, in one transaction and only once however many nodes start. */
export const migrate = async (
  client: ClientBase,
  { name, migrations, log }: MigrateOptions,
): Promise<void> => {
  const newest = migrations.at(-1)?.version ?? 0
  if ((await currentVersion(client, name, newest)) === newest) return
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey])
    const from = await currentVersion(client, name, newest)
    for (const migration of migrations.slice(from)) await apply(client, migration)
    await client.query('commit')
    if (from < newest) log?.info('store.migrated', { database: name, from, to: newest })
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

const apply = async (client: ClientBase, { version, name, sql }: Migration): Promise<void> => {
  await client.query(sql)
  if (version === 1) {
    await client.query(
      'create table schema_version (version bigint not null primary key, name text not null, ' +
        'applied_at bigint not null)',
    )
  }
  await client.query(
    'insert into schema_version (version, name, applied_at) ' +
      'values ($1, $2, (extract(epoch from clock_timestamp()) * 1000)::bigint)',
    [version, name],
  )
}

/** The tables of the schema in use, but for those of extensions. */
const tablesSql = `
  select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`

/** The schema's version: 0 where there is none; throws for one that is newer or not a catalog. */
const currentVersion = async (
  client: ClientBase,
  name: string,
  newest: number,
): Promise<number> => {
  const tables = await client.query<{ name: string }>(tablesSql)
  if (tables.rows.length === 0) return 0
  const steps = tables.rows.some((table) => table.name === 'schema_version')
    ? await stepsTaken(client)
    : []
  if (steps[0]?.name !== 'catalog') {
    throw accessionError('accession.service.catalog_foreign', [name])
  }
  const version = Number(steps.at(-1)?.version)
  if (version > newest) {
    throw accessionError('accession.service.catalog_too_new', [name, version, newest])
  }
  return version
}

interface Step {
  readonly version: string
  readonly name: string
}

/** Read as JSON: the table may be another program's, with columns of other names. */
const stepsTaken = async (client: ClientBase): Promise<readonly Partial<Step>[]> => {
  const { rows } = await client.query<Partial<Step>>(
    "select to_jsonb(v) ->> 'version' as version, to_jsonb(v) ->> 'name' as name " +
      "from schema_version as v order by (to_jsonb(v) -> 'version')",
  )
  return rows
}
