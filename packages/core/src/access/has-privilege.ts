import type { PrivilegeName } from '../contract/privilege.ts'
import type { Identity } from './caller.ts'
import { roles } from './roles.ts'

type Holder = Pick<Identity, 'grants'>

/** Whether the caller holds a privilege on a library, or, without one, on the system as a whole. */
export const hasPrivilege = (
  { grants }: Holder,
  privilege: PrivilegeName,
  libraryId: string | null,
): boolean =>
  privilege === 'System.Anonymous' ||
  grants.some(
    (grant) =>
      roles[grant.role].has(privilege) &&
      (grant.libraryId === null || grant.libraryId === libraryId),
  )

/** Whether the caller holds a privilege on anything at all. */
export const hasPrivilegeSomewhere = ({ grants }: Holder, privilege: PrivilegeName): boolean =>
  privilege === 'System.Anonymous' || grants.some(({ role }) => roles[role].has(privilege))
