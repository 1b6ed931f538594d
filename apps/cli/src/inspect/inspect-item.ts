import { openItem, type OpenItem } from '@accession/client'
import { readDiscImage } from '@accession/item-types/iso'
import { filesOf, readDescriptor } from '@accession/item-types/ovf'
import { findItem } from '../server/find-item.ts'
import { itemPaths } from '../server/item-paths.ts'
import type { Session } from '../server/with-client.ts'
import { checkFiles, fileProblems, type FoundFile } from './check-files.ts'
import { discFacts } from './inspect-iso.ts'
import type { Inspection } from './inspection.ts'
import { tried } from './tried.ts'

/** Bytes that are asked for at once of a descriptor. */
const pieceBytes = 1024 * 1024

/** Looks into an item on a server: of its files only a descriptor, or a disc's first blocks, are fetched. */
export const inspectItem = async (
  { client, signal }: Session,
  text: string,
): Promise<Inspection> => {
  const { id, name, size } = await findItem(client, text, signal)
  const path = (await itemPaths(client, [id], signal)).get(id)
  const told = { name: path ?? name, ...(size !== undefined && { size }) }
  return openItem(client, { itemId: id, signal }, async (item) => {
    const descriptor = item.files.find((file) => /\.ovf$/i.test(file.name))
    if (descriptor)
      return { ...told, kind: 'ovf', ...(await inspectPackage(item, descriptor.name)) }
    const disc = item.files.find((file) => /\.iso$/i.test(file.name)) ?? item.files[0]
    const image = disc && (await readDiscImage({ read: (range) => item.read(disc.name, range) }))
    if (disc && (image || /\.iso$/i.test(disc.name)))
      return { ...told, kind: 'iso', ...discFacts(disc.name, disc.size, image) }
    const warnings = [`${told.name} holds neither an OVF nor a disc image: nothing looks into it.`]
    return { ...told, kind: 'other', problems: [], warnings }
  })
}

const inspectPackage = async (
  item: OpenItem,
  name: string,
): Promise<Pick<Inspection, 'descriptor' | 'files' | 'problems' | 'warnings'>> => {
  const read = await tried(readDescriptor(piecesOf(item, name)))
  if ('problem' in read) return { problems: [read.problem], warnings: [] }
  const found = item.files.map((file): [string, FoundFile] => [
    file.name,
    { name: file.name, size: file.size ?? 0, digests: {} },
  ])
  const there = new Set(item.files.map((file) => file.name))
  const files = checkFiles({
    descriptor: name,
    expected: filesOf(read.value, (one) => there.has(one)),
    manifest: undefined,
    found: new Map(found),
  }).map((file) => (file.state === 'not checked' ? { ...file, state: 'there' as const } : file))
  return { descriptor: read.value, files, problems: fileProblems(files), warnings: [] }
}

async function* piecesOf(
  item: OpenItem,
  name: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; ; start += pieceBytes) {
    const piece = await item.read(name, { start, end: start + pieceBytes })
    if (piece.byteLength > 0) yield piece
    if (piece.byteLength < pieceBytes) return
  }
}
