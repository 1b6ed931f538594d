import { env } from 'cloudflare:workers'
import { limits } from '@accession/core'
import { adjust, check, insert } from '@accession/core/ports'
import type { Change } from '@accession/core/ports'
import { sampleId, sampleRow } from '@accession/core/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../test/empty-d1.ts'
import { checkD1Schema } from './check-schema.ts'
import { createD1Store } from './create-d1-store.ts'
import type { D1Binding, D1Prepared } from './d1-binding.ts'

const { DATABASE: database } = env

beforeEach(async () => emptyDatabase(database))

const longestName = 'n'.repeat(limits.fileNameBytesMax - 4)

describe('a commit', () => {
  it('takes the largest set of files, with the longest names, as one value', async () => {
    const store = createD1Store({ database })
    const itemId = sampleId()
    const files = Array.from({ length: limits.filesPerItemMax }, (_, index) =>
      sampleRow('itemFile', { itemId, name: `${longestName}${index}` }),
    )
    const outcome = await store.commit(files.map((file) => insert('itemFile', file)))
    expect(outcome).toEqual({ outcome: 'committed' })
    const query = { where: { itemId }, limit: limits.filesPerItemMax }
    expect(await store.ids('itemFile', query)).toHaveLength(limits.filesPerItemMax)
  })

  it('leaves nothing when the last of many checks fails, and names its table', async () => {
    const store = createD1Store({ database })
    const rows = Array.from({ length: 50 }, () => sampleRow('blob'))
    await store.commit(rows.map((row) => insert('blob', row)))
    const changes: Change[] = [
      ...rows.map(({ id }) => adjust('blob', id, { add: { references: 1 } })),
      check('library', sampleId(), { deletedAt: null }),
    ]
    expect(await store.commit(changes)).toEqual({ outcome: 'changed', table: 'library' })
    const where = { id: { moreThan: '' } }
    expect(await store.find('blob', { where, limit: 100 })).toEqual(
      rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
  })
})

/** What D1 allows for one value; the local one takes more. */
const valueBytesMax = 2_000_000

/** The database for queries, and how long the values are that it answers. */
const measured = (): { readonly binding: D1Binding; readonly lengths: readonly number[] } => {
  const lengths: number[] = []
  const measure = (prepared: D1Prepared): D1Prepared => ({
    bind: (...values) => measure(prepared.bind(...values)),
    async raw() {
      const rows = await prepared.raw()
      lengths.push(...rows.flat().map((value) => String(value).length))
      return rows
    },
  })
  const binding: D1Binding = {
    prepare: (sql) => measure(database.prepare(sql)),
    batch: () => Promise.reject(new TypeError('Only queries are measured')),
  }
  return { binding, lengths }
}

const idOf = (index: number): string => `key-${String(index).padStart(32, '0')}`

describe('ids', () => {
  it('come whole and in order past what one value holds', { timeout: 60_000 }, async () => {
    const { binding, lengths } = measured()
    const store = createD1Store({ database: binding })
    const writer = createD1Store({ database })
    // As long as a UUID, so that all of them are more than one value holds.
    const rows = Array.from({ length: 60_000 }, (_, index) =>
      sampleRow('setting', { id: idOf(index), value: '' }),
    )
    for (let done = 0; done < rows.length; done += 5_000) {
      const part = rows.slice(done, done + 5_000)
      await writer.commit(part.map((row) => insert('setting', row)))
    }
    const expected = rows.map(({ id }) => id)
    const where = { id: { moreThan: '' } }
    expect(await store.ids('setting', { where, limit: 250_000 })).toEqual(expected)
    const some = { where: { id: { moreThan: idOf(99) } }, limit: 40_001 }
    expect(await store.ids('setting', some)).toEqual(expected.slice(100, 40_101))
    expect(lengths.reduce((sum, length) => sum + length)).toBeGreaterThan(valueBytesMax)
    expect(Math.max(...lengths)).toBeLessThan(valueBytesMax)
  })
})

describe('the schema', () => {
  it('is known, or whoever runs the Worker is told what to do', async () => {
    await expect(checkD1Schema(database)).resolves.toBeUndefined()
    await database.batch([
      database.prepare('insert into schema_version values (999, ?1, 0)').bind('of tomorrow'),
    ])
    await expect(checkD1Schema(database)).rejects.toMatchObject({
      id: 'accession.service.catalog_too_new',
    })
    await database.batch([database.prepare('alter table schema_version rename to hidden')])
    await expect(checkD1Schema(database)).rejects.toMatchObject({
      id: 'accession.service.catalog_not_migrated',
      args: ['0', expect.any(String)],
    })
    await database.batch([
      database.prepare('alter table hidden rename to schema_version'),
      database.prepare('delete from schema_version where version = 999'),
    ])
  })
})
