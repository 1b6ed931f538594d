import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  downloadPublished,
  isApiError,
  readPublication,
  type Client,
  type Progress,
  type PublishedFile,
  type ReadPublication,
} from '@accession/client'
import { CommandError } from '../command-error.ts'
import { makeFolder } from '../files/make-folder.ts'
import { openPartFile } from '../files/part-file.ts'
import { removeVanished } from './remove-vanished.ts'
import { filePath, itemPath, pathBelow, type TreePath } from './tree-path.ts'
import { unlessMissing, writeDocument } from './write-document.ts'

/** What to write where. */
export interface Tree {
  readonly client: Client
  readonly libraryId: string
  readonly folder: string
  /** Leaves what the library has no longer. */
  readonly keepOld: boolean
  readonly onProgress: (progress: Progress) => void
  readonly signal: AbortSignal
}

/** What a run has done. */
export interface WrittenTree {
  readonly items: number
  readonly files: number
  /** Files that were not there yet, and their bytes. */
  readonly written: number
  readonly bytes: number
  readonly removed: number
}

/** Times a library may change under an export, so that a file is gone before it was fetched. */
const attemptsMax = 3

/**
 * Writes what a library publishes as files: the files of its items, their documents, `items.json`,
 * then `lib.json`, each under its name once it is whole. What is there already is not written again;
 * what the library has no longer goes last.
 */
export const writeTree = async (tree: Tree): Promise<WrittenTree> => {
  await claimFolder(tree)
  for (let attempt = 1; ; attempt++) {
    const published = await readPublication(tree.client, tree.libraryId, tree.signal)
    try {
      return await writePublication(tree, published)
    } catch (error) {
      // A file that is gone belonged to an older list: the next one has another in its place.
      if (!isApiError(error, 'NOT_FOUND') || attempt === attemptsMax) throw error
    }
  }
}

interface Planned {
  readonly file: PublishedFile
  readonly path: TreePath
}

const writePublication = async (
  tree: Tree,
  { libraryText, itemsText, items }: ReadPublication,
): Promise<WrittenTree> => {
  const { client, libraryId, folder, onProgress, signal } = tree
  const documents = items.map(({ href, text }) => ({ path: itemPath(href), text }))
  const planned = items.flatMap(({ files }) =>
    files.map((file): Planned => ({ file, path: filePath(file.href) })),
  )
  const missing = await filesMissing(folder, planned)
  const paths = new Map(missing.map(({ file, path }) => [file, path]))
  await downloadPublished(client, {
    libraryId,
    files: missing.map(({ file }) => file),
    onProgress,
    signal,
    open: async (file) => {
      const { folders, name } = paths.get(file) ?? filePath(file.href)
      const place = join(folder, ...folders)
      await mkdir(place, { recursive: true })
      return openPartFile(place, name, { force: true })
    },
  })
  for (const { path, text } of documents) {
    signal.throwIfAborted()
    await writeDocument(folder, path, text)
  }
  await writeDocument(folder, { folders: [], name: 'items.json' }, itemsText)
  await writeDocument(folder, { folders: [], name: 'lib.json' }, libraryText)
  const removed = tree.keepOld ? 0 : await removeVanished(folder, keptFiles(documents, planned))
  const bytes = missing.reduce((sum, { file }) => sum + file.size, 0)
  return { items: items.length, files: planned.length, written: missing.length, bytes, removed }
}

/** Those that are not there in full: an address is good for the same bytes for ever. */
const filesMissing = async (
  folder: string,
  planned: readonly Planned[],
): Promise<readonly Planned[]> => {
  const missing: Planned[] = []
  for (const one of planned) {
    const there = await stat(pathBelow(folder, one.path)).catch(unlessMissing)
    if (!there?.isFile() || there.size !== one.file.size) missing.push(one)
  }
  return missing
}

const keptFiles = (
  documents: readonly { readonly path: TreePath }[],
  planned: readonly Planned[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const kept = new Map<string, Set<string>>()
  for (const { path } of [...documents, ...planned]) {
    const place = join(...path.folders)
    kept.set(place, (kept.get(place) ?? new Set()).add(path.name))
  }
  return kept
}

/** Makes the folder; refuses one that holds another library. */
const claimFolder = async ({ folder, libraryId }: Tree): Promise<void> => {
  await makeFolder(folder)
  const text = await readFile(join(folder, 'lib.json'), 'utf8').catch(unlessMissing)
  if (text === undefined) return
  const id = idIn(text)
  if (id === `urn:uuid:${libraryId}`) return
  if (typeof id !== 'string') throw unknownOwner(folder)
  throw new CommandError(`${folder} holds another library: name a folder of its own.`)
}

const unknownOwner = (folder: string): CommandError =>
  new CommandError(
    `The lib.json in ${folder} is damaged, or none of a library, so nobody knows whose files these are: remove it where they are this library's, or name a folder of its own.`,
  )

const idIn = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { readonly id?: unknown } | null)?.id
  } catch {
    return undefined
  }
}
