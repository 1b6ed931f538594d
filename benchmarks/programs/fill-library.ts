/**
 * Copies an item so many times into a library of a server that is stopped, each with a file of its own
 * that has no bytes: `fill-library.ts FILE ITEM COUNT`.
 */
import { createSqliteStore } from '@accession/store-sql/sqlite'
import { adjust, insert } from '@accession/core/ports'

const [path = '', templateId = '', count = ''] = process.argv.slice(2)
const together = 500
await using store = await createSqliteStore({ path })
const [template] = await store.find('item', { where: { id: templateId }, limit: 1 })
if (!template) throw new Error(`There is no item ${templateId} to copy`)

for (let done = 0; done < Number(count); done += together) {
  const changes = Array.from({ length: Math.min(together, Number(count) - done) }, (_, at) => {
    const name = `item-copy-${done + at}`
    const id = `01a00000-0000-7000-8000-${(done + at).toString(16).padStart(12, '0')}`
    const file = {
      id: id.replace('01a', '01b'),
      revision: 1,
      itemId: id,
      name: `${name}.iso`,
      version: 2,
      until: null,
      forgetAt: null,
      blobId: null,
      size: 1_000_000_000,
      checksum: null,
      source: null,
    }
    return [
      insert('item', { ...template, id, name, nameKey: name, fileCount: 1 }),
      insert('itemFile', file),
    ]
  })
  const moved = adjust('library', template.libraryId, { add: { version: changes.length } })
  const { outcome } = await store.commit([...changes.flat(), moved])
  if (outcome !== 'committed') throw new Error(`The copies were not taken: ${outcome}`)
}
