import { write } from '@accession/core/ports'
import { createSqliteStore } from '../src/sqlite/create-sqlite-store.ts'

// Counts a library's version up so many times, by reading, deciding and committing.
const [path = '', id = '', times = '0'] = process.argv.slice(2)
await using store = await createSqliteStore({ path, patienceMs: 20_000 })

for (let left = Number(times); left > 0;) {
  const [library] = await store.find('library', { where: { id }, limit: 1 })
  if (!library) throw new Error('The library is gone')
  const { outcome } = await store.commit([
    write('library', library, { version: library.version + 1 }),
  ])
  if (outcome === 'committed') left--
}
