import { itemPath, sessionPath, upload } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'

const names = ['disk.img', 'notes.txt'] as const
const sizes = [0, 20, 5_000, 300_000]

/** The bytes of a file that tell which item and content version they belong to. */
const patternOf = (item: string, version: number, name: string): Uint8Array<ArrayBuffer> => {
  const size = sizes[(version + name.length) % sizes.length] ?? 0
  const word = `${item} ${version} ${name}\n`
  return new TextEncoder().encode(word.repeat(Math.ceil(size / word.length)))
}

/** A load whose content tells by itself whether it is whole. */
export interface PatternedLoad {
  /** The newest content version of each item that was answered. */
  readonly answered: Map<string, number>
  stop(): Promise<void>
}

/** Workers that complete session after session, each on an item of its own, until they are stopped. */
export const startLoad = (
  api: LibraryApi,
  libraryId: string,
  workers = 4,
  prefix = 'item',
): PatternedLoad => {
  const answered = new Map<string, number>()
  let isStopped = false
  const isWanted = (): boolean => !isStopped
  const work = async (worker: number): Promise<void> => {
    for (let count = 0; isWanted(); count++) {
      const item = await api.createItem(libraryId, `${prefix} ${worker} ${count}`)
      answered.set(item, 1)
      for (let version = 2; version <= 4 && isWanted(); version++) {
        const session = await api.createSession(item)
        for (const name of names)
          await upload(await api.addFile(session, name), patternOf(item, version, name))
        await api.call('POST', sessionPath(session, '?action=complete'))
        answered.set(item, version)
      }
      // A session that is left ACTIVE, with a file that waits for its complete.
      const left = await api.createSession(item)
      await upload(await api.addFile(left, 'left'), patternOf(item, 9, 'left'))
      if (count % 3 === 2) {
        await api.call('DELETE', itemPath(item))
        answered.delete(item)
      }
    }
  }
  const running = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)))
  return {
    answered,
    async stop() {
      isStopped = true
      await running
    },
  }
}

/** How each item that is there breaks the pattern, or falls short of what was answered. */
export const faultsOf = async (
  api: LibraryApi,
  libraryId: string,
  answered: ReadonlyMap<string, number>,
): Promise<readonly string[]> => {
  const faults: string[] = []
  const ids = await api.call<string[]>('GET', `/api/content/library/item?library_id=${libraryId}`)
  for (const id of ids) {
    const item = await api.call<{ content_version: string }>('GET', itemPath(id))
    const version = Number(item.content_version)
    if (version < (answered.get(id) ?? 1)) faults.push(`${id} is back at ${version}`)
    const files = await api.download(id)
    const expected = version === 1 ? [] : names
    if (files.size !== expected.length) faults.push(`${id} has ${files.size} files at ${version}`)
    for (const name of expected) {
      const bytes = files.get(name)
      if (!bytes || Buffer.compare(bytes, patternOf(id, version, name)) !== 0)
        faults.push(`${name} of ${id} is not that of ${version}`)
    }
  }
  return faults
}
