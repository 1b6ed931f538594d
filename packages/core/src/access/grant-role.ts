import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { check, write } from '../ports/changes.ts'
import type { Grant } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { findUser } from './find-user.ts'

/** Grants a user a role, on a library or on everything; one that they have already stays. */
export const grantRole = async (world: World, name: string, grant: Grant): Promise<void> => {
  const { role, libraryId } = grant
  const granted = await change(world, async () => {
    const user = await findUser(world, name)
    const others = user.grants.filter((each) => each.role !== role || each.libraryId !== libraryId)
    if (others.length < user.grants.length) return { changes: [], result: user.name }
    const max = limits.grantsPerUserMax
    if (others.length >= max) throw accessionError('accession.access.too_many_grants', [name, max])
    if (libraryId !== null) await requireLibrary(world, libraryId)
    const changes = [
      write('user', user, { grants: [...others, grant] }),
      ...(libraryId === null ? [] : [check('library', libraryId, { deletedAt: null })]),
    ]
    return { changes, result: user.name }
  })
  world.log.audit('user.grant', { user: granted, role, library: libraryId })
}

const requireLibrary = async ({ store }: World, id: string): Promise<void> => {
  const [library] = await store.find('library', { where: { id, deletedAt: null }, limit: 1 })
  if (!library) throw accessionError('accession.library.not_found', [id])
}
