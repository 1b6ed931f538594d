import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { d1Migrations } from '@accession/store-sql/d1'
import { expect, it } from 'vitest'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

it('are the files that the schema asks for: else run `npm run -w @accession/edge migrations`', () => {
  expect(readdirSync(folder).toSorted()).toEqual(d1Migrations.map(({ fileName }) => fileName))
  for (const { fileName, sql } of d1Migrations) {
    expect(readFileSync(folder + fileName, 'utf8'), fileName).toBe(sql)
  }
})
