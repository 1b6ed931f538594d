import { lstat, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Where a folder of that name is kept, below the temporary folder. */
export const keptPath = (name: string): string =>
  join(tmpdir(), `accession-${name}-${userInfo().uid}`)

/** Whether it is there, and nobody else has put it there: the temporary folder is everybody's. */
export const isOurs = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => undefined)
  return found?.uid === userInfo().uid
}

/**
 * Makes what tests need each time in a folder that stays for the next time: beside its place, so that
 * what is there is whole, also where two begin at once. Answers its path.
 */
export const keepFolder = async (
  name: string,
  make: (unfinished: string) => Promise<void>,
): Promise<string> => {
  const folder = keptPath(name)
  const unfinished = await mkdtemp(`${folder}-`)
  try {
    await make(unfinished)
    // Whoever was faster has made the same.
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await isOurs(folder))) throw error
    })
    return folder
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}
