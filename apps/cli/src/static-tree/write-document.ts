import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPartFile } from '../files/part-file.ts'
import type { TreePath } from './tree-path.ts'

/** Writes a document under its name, at once or not at all; not where it is there as it should be. */
export const writeDocument = async (
  folder: string,
  { folders, name }: TreePath,
  text: string,
): Promise<boolean> => {
  const place = join(folder, ...folders)
  const before = await readFile(join(place, name), 'utf8').catch(unlessMissing)
  if (before === text) return false
  await mkdir(place, { recursive: true })
  const writer = (await openPartFile(place, name, { force: true })).getWriter()
  await writer.write(new TextEncoder().encode(text))
  await writer.close()
  return true
}

/** Undefined for what is not there. */
export const unlessMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
