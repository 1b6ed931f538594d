import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing, and answers the first that it made. Node.js would by
 * itself, but tries for ever where a folder that is there says of what is to be made in it that it
 * is not, as `/proc` does.
 */
export const makeFolders = async (path: string, mode: number): Promise<string | undefined> => {
  try {
    await mkdir(path, { mode })
    return path
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return undefined
    const above = dirname(path)
    if (code !== 'ENOENT' || above === path) throw error
    const first = await makeFolders(above, mode)
    const made = await mkdir(path, { mode }).then(() => path, unlessThere)
    return first ?? made
  }
}

/** Another process may make the same folder. */
const unlessThere = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'EEXIST') throw error
}
