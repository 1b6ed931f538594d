import { migrations } from '../sqlite/migrations/index.ts'

/** A file of `wrangler d1 migrations apply`. */
export interface D1Migration {
  /** `0001_catalog.sql`; files are applied in the order of their numbers. */
  readonly fileName: string
  readonly sql: string
}

const versionTable = `create table "schema_version" (
  "version" integer not null primary key,
  "name" text not null,
  "applied_at" integer not null
) strict;`

/** The steps of SQLite's schema, each with the note that it was taken. */
export const d1Migrations: readonly D1Migration[] = migrations.map(({ version, name, sql }) => ({
  fileName: `${String(version).padStart(4, '0')}_${name.replaceAll(' ', '_')}.sql`,
  sql: [
    sql.trim(),
    ...(version === 1 ? [versionTable] : []),
    `insert into "schema_version" ("version", "name", "applied_at")\n` +
      `  values (${version}, '${name}', unixepoch() * 1000);\n`,
  ].join('\n\n'),
}))
