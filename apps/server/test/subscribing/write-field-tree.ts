import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Folders of files by the names of their items, as somebody keeps them on a web server. */
export type FieldItems = Readonly<Record<string, Readonly<Record<string, string>>>>

interface WrittenLibrary {
  readonly id: string
  readonly version: string
}

interface WrittenItems {
  readonly items: readonly WrittenItem[]
}

interface WrittenItem {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly files: readonly { readonly name: string; readonly etag: string }[]
}

/**
 * Writes the documents that a script in the field writes beside its folders, in its older form: ids
 * without `urn:uuid:`, times without seconds or zone, hashes as etags, neither generations nor
 * capabilities, addresses percent-encoded and relative to `lib.json`. What is there keeps its id; what
 * changes gets a higher version. Written from the description of the format alone.
 */
export const writeFieldTree = (folder: string, items: FieldItems): void => {
  const before = read(join(folder, 'lib.json')) as WrittenLibrary | undefined
  const known = (read(join(folder, 'items.json')) as WrittenItems | undefined)?.items ?? []
  const written = Object.entries(items).map(([name, files]) =>
    writeItem(folder, name, files, known),
  )
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory() && !Object.hasOwn(items, entry.name))
      rmSync(join(folder, entry.name), { recursive: true })
  write(join(folder, 'items.json'), { items: written })
  write(join(folder, 'lib.json'), {
    vcspVersion: '2',
    version: String(Number(before?.version ?? 0) + 1),
    name: 'From a script',
    id: before?.id ?? randomUUID(),
    created: '2026-01-02T03:04Z',
    itemsHref: 'items.json',
    selfHref: 'lib.json',
    description: '',
  })
}

const writeItem = (
  folder: string,
  name: string,
  contents: Readonly<Record<string, string>>,
  known: readonly WrittenItem[],
) => {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  const files = Object.entries(contents).map(([file, content]) => {
    writeFileSync(join(place, file), content)
    return {
      name: file,
      size: Buffer.byteLength(content),
      etag: createHash('md5').update(content).digest('hex'),
      hrefs: [`${encodeURIComponent(name)}/${encodeURIComponent(file)}`],
    }
  })
  for (const file of readdirSync(place))
    if (file !== 'item.json' && !Object.hasOwn(contents, file)) rmSync(join(place, file))
  const last = known.find((item) => item.name === name)
  const moves = last !== undefined && etagsOf(last.files) !== etagsOf(files)
  const item = {
    created: '2026-01-02T03:04:05.678901',
    description: '',
    version: String(Number(last?.version ?? 1) + (moves ? 1 : 0)),
    files,
    id: last?.id ?? randomUUID(),
    name,
    metadata: [],
    selfHref: `${encodeURIComponent(name)}/item.json`,
    type: typeOf(Object.keys(contents)),
    properties: {},
  }
  write(join(place, 'item.json'), item)
  return item
}

const etagsOf = (files: readonly { readonly etag: string }[]): string =>
  files.map(({ etag }) => etag).join()

const typeOf = (names: readonly string[]): string => {
  const extensions = new Set(names.map(extname))
  if (extensions.has('.ovf')) return 'vcsp.ovf'
  return extensions.has('.iso') ? 'vcsp.iso' : 'vcsp.other'
}

const write = (path: string, document: unknown): void =>
  writeFileSync(path, JSON.stringify(document, undefined, 4))

const read = (path: string): unknown =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
