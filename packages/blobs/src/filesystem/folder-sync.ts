import { open } from 'node:fs/promises'

/** Makes what was changed in a folder before the call last: its entries, not their files' bytes. */
export type FolderSync = (folder: string) => Promise<void>

interface Syncs {
  readonly running: Promise<void>
  next?: Promise<void>
}

/**
 * A sync that its callers share: while one runs, all who come wait for one more, since the running
 * one may have begun before their change.
 */
export const createFolderSync = (): FolderSync => {
  const syncs = new Map<string, Syncs>()

  const begin = async (folder: string): Promise<void> => {
    const own: Syncs = { running: syncNow(folder) }
    syncs.set(folder, own)
    try {
      await own.running
    } finally {
      if (!own.next) syncs.delete(folder)
    }
  }

  return async (folder) => {
    const current = syncs.get(folder)
    if (!current) return begin(folder)
    const beginNext = async (): Promise<void> => begin(folder)
    current.next ??= current.running.then(beginNext, beginNext)
    return current.next
  }
}

const syncNow = async (folder: string): Promise<void> => {
  // Windows has no sync of a folder; its file system keeps a journal of entries itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
