/**
 * Copies an ended session so many times into the catalog of a server that is stopped, in turn onto
 * the items given: `fill-catalog.ts FILE SESSION COUNT ITEM…`.
 */
import { createSqliteStore } from '@accession/store-sql/sqlite'
import { insert } from '@accession/core/ports'

const [path = '', templateId = '', count = '', ...itemIds] = process.argv.slice(2)
const together = 1000
await using store = await createSqliteStore({ path })
const [template] = await store.find('updateSession', { where: { id: templateId }, limit: 1 })
if (!template) throw new Error(`There is no session ${templateId} to copy`)

/** Ids as a server would have given them, a millisecond apart, up to now. */
const idOf = (number: number): string => {
  const time = (Date.now() - Number(count) + number).toString(16).padStart(12, '0')
  const end = number.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${end}`
}

for (let done = 0; done < Number(count); done += together) {
  const rows = Array.from({ length: Math.min(together, Number(count) - done) }, (_, at) => {
    const number = done + at
    const itemId = itemIds[number % itemIds.length] ?? template.itemId
    return { ...template, id: idOf(number), itemId, activeItemId: null }
  })
  const { outcome } = await store.commit(rows.map((row) => insert('updateSession', row)))
  if (outcome !== 'committed') throw new Error(`The copies were not taken: ${outcome}`)
}
