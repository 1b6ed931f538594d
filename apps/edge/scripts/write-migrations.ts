/** Writes the catalog's schema as the files that `wrangler d1 migrations apply` takes. */
import { mkdir, writeFile } from 'node:fs/promises'
import { d1Migrations } from '@accession/store-sql/d1'

const folder = new URL('../migrations/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const { fileName, sql } of d1Migrations) await writeFile(new URL(fileName, folder), sql)
