import type { PreviewInfo, PreviewState, WarningBehavior } from '../contract/preview-info.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { isStrict } from '../security-policies/security-policies.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'
import type { WarningRule } from './content-warnings.ts'
import { findSignature } from './find-signature.ts'
import { judgeSignature } from './judge-signature.ts'
import { previewOf } from './preview-of.ts'

/**
 * What can be said of an ACTIVE session's content before it is completed. Of types whose content is
 * never signed it is known at once; nothing is read for it.
 */
export const previewSession = async (
  world: World,
  type: ItemType | undefined,
  found: UpdateSessionInItem,
): Promise<PreviewInfo> => {
  if (!type?.signing) return { state: 'NOT_APPLICABLE' }
  const files = await loadSessionFiles(world, found.updateSession.id)
  const state = previewState(type, files, found.updateSession.completingUser !== null)
  if (state !== 'AVAILABLE') return { state }
  const { missing, invalid, signedBy } = await findSignature(world, type.signing, files)
  if (missing.length + invalid.length > 0) return { state: 'UNAVAILABLE' }
  return previewOf(signedBy && (await judgeSignature(world, signedBy)), warningRule(found))
}

/** How warnings of a session's content are to be treated. */
export const warningRule = ({
  updateSession,
  item,
  library,
}: UpdateSessionInItem): WarningRule => ({
  behaviors: (updateSession.warningBehavior ?? []) as readonly WarningBehavior[],
  isStrict: isStrict(library.options, item),
})

/**
 * AVAILABLE once the descriptor is there, with all that may tell who signed it. An archive that is
 * still coming may hold any of them. A session that completes without either gets none any more.
 */
const previewState = (
  type: ItemType,
  files: readonly UpdateSessionFile[],
  isCompleting: boolean,
): PreviewState => {
  const told = files.flatMap(({ name, change, status }) => {
    const part = type.signing?.partOf(name)
    const isArchive = type.roleOf(name).isArchive && status !== 'READY'
    return change === 'ADD' && (part !== undefined || isArchive)
      ? [{ part, isArchive, status }]
      : []
  })
  const isDescribed = told.some(({ part, isArchive }) => part === 'descriptor' || isArchive)
  if (isCompleting && told.length === 0) return 'NOT_APPLICABLE'
  if (!isDescribed || told.some(({ status }) => status === 'ERROR')) return 'UNAVAILABLE'
  return told.every(({ status }) => status === 'READY') ? 'AVAILABLE' : 'PREPARING'
}
