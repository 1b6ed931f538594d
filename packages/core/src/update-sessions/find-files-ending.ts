import type { UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The files of a session whose names end so, by an index: others cost nothing. */
export interface FilesEnding {
  readonly sessionId: string
  /** In lower case: `.mf`. */
  readonly endings: readonly string[]
  readonly only: Partial<Pick<UpdateSessionFile, 'change' | 'status'>>
  /** The most that are looked for. */
  readonly limit: number
}

const queryOf = ({ sessionId, endings, only, limit }: FilesEnding) => ({
  where: { sessionId, nameEnding: { among: endings }, ...only },
  orderBy: 'name' as const,
  limit,
})

/** The first of them, by their names. */
export const findFilesEnding = async (
  { store }: Pick<World, 'store'>,
  wanted: FilesEnding,
): Promise<readonly UpdateSessionFile[]> =>
  wanted.endings.length === 0 ? [] : store.find('updateSessionFile', queryOf(wanted))

/** How many there are, at most as many as are looked for. */
export const countFilesEnding = async (
  { store }: Pick<World, 'store'>,
  wanted: FilesEnding,
): Promise<number> =>
  wanted.endings.length === 0 ? 0 : (await store.ids('updateSessionFile', queryOf(wanted))).length
