import { accessionError } from '../errors/accession-error.ts'
import type { LibraryModel } from '../contract/library-model.ts'
import { checkDescription, checkName } from '../names/check-name.ts'
import { foldName } from '../names/fold-name.ts'
import { adjust, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { changeLibraryOptions, refuseSubscription } from './library-options.ts'
import { whileInUse } from './maintenance.ts'

type StaleMessage = 'accession.library.version_stale' | 'accession.library.version_stale_argument'

/**
 * The changes of an update, with what its service has decided besides. A `version` in its
 * specification asks that the library still has it; the error for one that has not is the service's
 * own.
 */
export const changeLibrary = (
  world: World,
  library: Library,
  spec: LibraryModel,
  staleMessage: StaleMessage,
  besides: Partial<Pick<Library, 'publication'>> = {},
): readonly Change[] => {
  const { name = library.name, description = library.description, version } = spec
  if (version !== undefined && version !== String(library.version)) {
    throw accessionError(staleMessage, [library.id, library.version, version.slice(0, 64)])
  }
  if (spec.name !== undefined) checkName('library', name)
  if (spec.description !== undefined) checkDescription('library', description)
  refuseSubscription(spec)
  const options = changeLibraryOptions(library.options, spec)
  const set = { name, nameKey: foldName(name), description, options, ...besides }
  const atVersion = version === undefined ? {} : { version: library.version }
  return [
    write('library', library, set, { deletedAt: null, ...atVersion }),
    adjust('library', library.id, movesVersion(world)),
  ]
}

/** How a library moves with itself and any of its items, whoever else moves it meanwhile. Relies on no maintenance. */
export const movesVersion = (world: World) =>
  ({
    add: { version: 1 },
    raise: { modifiedAt: world.clock.now() },
    where: whileInUse,
  }) as const
