import { pagesOf } from '../admin/pages-of.ts'
import type { World } from '../world.ts'
import type { Finding } from './finding.ts'

/** Of what is touched by one thing that is wrong, so much is named. */
const touchesMax = 20

/** The findings with the names of what they touch; reads the tables through where there are any. */
export const nameTouched = async (
  { store }: Pick<World, 'store'>,
  findings: readonly Finding[],
): Promise<Finding[]> => {
  if (findings.length === 0) return []
  const touched = new Map<string, string[]>(findings.map(({ id }) => [id, []]))
  const add = (id: string, name: string): void => {
    const names = touched.get(id)
    if (names && names.length < touchesMax) names.push(name)
  }
  const pathOf = async (id: string): Promise<string> => {
    const [found] = await store.findWith('item', ['library'], { where: { id }, limit: 1 })
    return found ? `${found.library.name}/${found.item.name}` : `item ${id}`
  }
  for await (const rows of pagesOf(store, 'itemFile'))
    for (const { blobId, itemId, name } of rows)
      if (blobId !== null && touched.has(blobId)) add(blobId, `${await pathOf(itemId)}: ${name}`)
  const sessions = { updateSessionFile: 'update', downloadSessionFile: 'download' } as const
  for (const table of ['updateSessionFile', 'downloadSessionFile'] as const)
    for await (const rows of pagesOf(store, table))
      for (const { blobId, sessionId, name } of rows)
        if (blobId !== null && touched.has(blobId))
          add(blobId, `${sessions[table]} session ${sessionId}: ${name}`)
  for (const { problem, id } of findings)
    if (problem === 'wrong_item_totals' || problem === 'file_without_bytes')
      add(id, await pathOf(id))
  return findings.map((finding) => ({ ...finding, touches: touched.get(finding.id) ?? [] }))
}
