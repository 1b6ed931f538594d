import type { AnyOperation } from '../contract/contract.ts'
import type { PrivilegeName } from '../contract/privilege.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Identity } from './caller.ts'
import { hasPrivilege, hasPrivilegeSomewhere } from './has-privilege.ts'

/**
 * What anybody may ask for who holds it somewhere: the answer shows no more than each may read. The
 * other privileges needed on the system are needed on all of it.
 */
const readsWhatOneMay: ReadonlySet<PrivilegeName> = new Set([
  'System.Read',
  'ContentLibrary.TypeIntrospection',
])

/** What is in no library: a privilege needed on it is needed on the system. */
const ofSystem: ReadonlySet<string | undefined> = new Set([
  'Datastore',
  'com.vmware.content.TrustedCertificate',
])

/**
 * Refuses a caller without the privileges of the operation: those on a library or an item must be
 * held on that library, or, where the call names none, anywhere.
 */
export const authorize = (
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  libraryId: string | null,
): void => {
  for (const { privilege, on, resource } of operation.privileges) {
    const isOnSystem = on === 'system' || ofSystem.has(resource)
    const target = isOnSystem ? null : libraryId
    const isEnoughSomewhere = isOnSystem ? readsWhatOneMay.has(privilege) : libraryId === null
    if (!isEnoughSomewhere) requirePrivilege(caller, privilege, target)
    else if (!hasPrivilegeSomewhere(caller, privilege)) {
      throw privilegeMissing(caller, privilege, target)
    }
  }
}

/** Refuses a caller without a privilege on a library, or, without one, on the system as a whole. */
export const requirePrivilege = (
  caller: Identity,
  privilege: PrivilegeName,
  libraryId: string | null,
): void => {
  if (!hasPrivilege(caller, privilege, libraryId)) {
    throw privilegeMissing(caller, privilege, libraryId)
  }
}

/** Refuses a caller who holds a privilege on nothing at all. */
export const requirePrivilegeSomewhere = (caller: Identity, privilege: PrivilegeName): void => {
  if (!hasPrivilegeSomewhere(caller, privilege)) throw privilegeMissing(caller, privilege, null)
}

const privilegeMissing = (caller: Identity, privilege: string, libraryId: string | null): Error => {
  const on = libraryId === null ? 'the system' : `library ${libraryId}`
  return accessionError('accession.access.privilege_missing', [caller.user.name, privilege, on])
}
