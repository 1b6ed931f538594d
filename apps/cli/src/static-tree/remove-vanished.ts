import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isItemFolder } from './tree-path.ts'

/** The files of a tree by the folder that they are in, each path from the tree's own folder. */
export type KeptFiles = ReadonlyMap<string, ReadonlySet<string>>

/**
 * Removes the items and files that a tree has no longer, and what an interrupted run has left; answers
 * how many files and items that were. Anything that is not named as items are is left alone.
 */
export const removeVanished = async (folder: string, kept: KeptFiles): Promise<number> => {
  let removed = await removeLeft(folder)
  for (const item of await readdir(folder, { withFileTypes: true })) {
    if (!item.isDirectory() || !isItemFolder(item.name)) continue
    if (kept.has(item.name)) removed += await removeOld(folder, item.name, kept)
    else {
      await rm(join(folder, item.name), { recursive: true })
      removed++
    }
  }
  return removed
}

/** Generations, and files of them, that an item has no longer. */
const removeOld = async (folder: string, item: string, kept: KeptFiles): Promise<number> => {
  let removed = await removeLeft(join(folder, item))
  for (const generation of await readdir(join(folder, item), { withFileTypes: true })) {
    if (!generation.isDirectory()) continue
    const path = join(item, generation.name)
    const files = kept.get(path)
    const there = await readdir(join(folder, path))
    const old = there.filter((name) => !files?.has(name))
    for (const name of old) await rm(join(folder, path, name), { recursive: true })
    if (old.length === there.length) await rm(join(folder, path), { recursive: true })
    removed += old.length
  }
  return removed
}

/** Files that were being written when an earlier run ended. */
const removeLeft = async (folder: string): Promise<number> => {
  const left = (await readdir(folder)).filter((name) => /^\.accession-.*\.part$/.test(name))
  for (const name of left) await rm(join(folder, name), { force: true })
  return left.length
}
