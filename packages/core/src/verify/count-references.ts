import type { Blob, Item } from '../ports/entities.ts'
import type { CatalogSnapshot } from '../ports/snapshot.ts'
import type { Finding, Problem } from './finding.ts'

/** What the catalog holds, by its rows at one instant. */
export interface RowCounts {
  readonly items: number
  readonly files: number
  readonly blobs: number
  /** Of the blobs that something refers to. */
  readonly bytes: number
  readonly blobsWithoutDigest: number
  readonly findings: readonly Finding[]
}

interface References {
  count: number
  /** The size that all of them tell; undefined where they differ. */
  size: number | null | undefined
}

interface Totals {
  size: number
  fileCount: number
}

const inWords = ({ fileCount, size }: Totals): string => `${fileCount} files of ${size} bytes`

/**
 * Counts what refers to each blob and what each item holds, and compares that with what their rows
 * say. All rows are of one instant, so work that goes on is never accused.
 */
export const countReferences = async (snapshot: CatalogSnapshot): Promise<RowCounts> => {
  const findings: Finding[] = []
  const report = (problem: Problem, id: string, expected: unknown, found: unknown): void => {
    findings.push({ problem, id, expected: String(expected), found: String(found), touches: [] })
  }
  const references = new Map<string, References>()
  const totals = new Map<string, Totals>()
  const refer = (blobId: string | null, size: number | null): void => {
    if (blobId === null) return
    const known = references.get(blobId)
    if (!known) references.set(blobId, { count: 1, size })
    else {
      known.count++
      if (known.size !== size) known.size = undefined
    }
  }

  let files = 0
  for await (const rows of snapshot.rows('itemFile'))
    for (const { itemId, name, blobId, size, until, source } of rows) {
      refer(blobId, size)
      if (until !== null) continue
      files++
      // A file that is fetched on demand may not be here.
      if (blobId === null && source === null) report('file_without_bytes', itemId, name, 'no blob')
      const total = totals.get(itemId) ?? { size: 0, fileCount: 0 }
      totals.set(itemId, { size: total.size + size, fileCount: total.fileCount + 1 })
    }
  for (const table of ['updateSessionFile', 'downloadSessionFile', 'fetchedFile'] as const)
    for await (const rows of snapshot.rows(table))
      for (const { blobId, size } of rows) refer(blobId, size)

  let items = 0
  const checkItem = ({ id, size, fileCount, deletedAt }: Item): void => {
    if (deletedAt !== null) return
    items++
    const total = totals.get(id) ?? { size: 0, fileCount: 0 }
    if (total.size === size && total.fileCount === fileCount) return
    report('wrong_item_totals', id, inWords(total), inWords({ size, fileCount }))
  }
  for await (const rows of snapshot.rows('item')) rows.forEach(checkItem)

  const sums = { blobs: 0, bytes: 0, blobsWithoutDigest: 0 }
  const checkBlob = (blob: Blob): void => {
    const { id, state, size, references: said, digest } = blob
    const known = references.get(id)
    references.delete(id)
    if (said !== (known?.count ?? 0)) report('wrong_references', id, known?.count ?? 0, said)
    if (!known) return
    // Bytes that a client is sending straight to the file storage.
    if (state === 'RECEIVING' && blob.writableUntil !== null) return
    if (state !== 'STORED') report('wrong_state', id, 'STORED', state)
    if (known.size !== size) report('wrong_size', id, size, known.size ?? 'several sizes')
    sums.blobs++
    sums.bytes += size ?? 0
    if (digest === null) sums.blobsWithoutDigest++
  }
  for await (const rows of snapshot.rows('blob')) rows.forEach(checkBlob)
  for (const [id, { count }] of references)
    report('missing_row', id, 'a row', `${count} references`)
  return { items, files, ...sums, findings }
}
