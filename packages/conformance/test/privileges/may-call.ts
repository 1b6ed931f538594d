import type { PrivilegeData } from './contract-data.ts'
import { roleHas } from './roles-page.ts'
import type { RoleName } from './roles-page.ts'

/** What a caller was granted: a role on everything, on the libraries of some slots, or on another. */
export interface Holding {
  readonly role: RoleName
  readonly on: 'system' | 'elsewhere' | ReadonlySet<string>
}

/** Which slots a call fills: their paths. */
export type NamedSlots = readonly string[]

const libraryResources: ReadonlySet<string> = new Set([
  'com.vmware.content.Library',
  'com.vmware.content.library.Item',
  'com.vmware.content.library.item.DownloadSession',
  'com.vmware.content.library.item.UpdateSession',
])

/** Reads that show each caller what they may read: to hold the privilege anywhere is enough. */
const showsWhatOneMayRead: ReadonlySet<string> = new Set([
  'System.Read',
  'ContentLibrary.TypeIntrospection',
])

/**
 * Whether somebody who holds this may make a call, as docs/security.md has it: all of the privileges
 * that the data names must be held, each where it is asked for. This is worked out here anew, and asks
 * nothing of the code under test.
 */
export const mayCall = (
  privileges: readonly PrivilegeData[],
  holding: Holding | undefined,
  slots: NamedSlots,
): boolean => lacking(privileges, holding, slots).length === 0

/** The privileges that somebody who holds this lacks for a call. */
export const lacking = (
  privileges: readonly PrivilegeData[],
  holding: Holding | undefined,
  slots: NamedSlots,
): readonly string[] =>
  privileges
    .filter((one) => !holds(holding, one.privilege, placeOf(one, slots)))
    .map(({ privilege }) => privilege)

/** Whether every privilege is one on what the call names, so that this is looked up first. */
export const asksOfNamedAlone = (
  privileges: readonly PrivilegeData[],
  slots: NamedSlots,
): boolean =>
  privileges.every((one) => {
    const isOfLibrary = one.resource !== undefined && libraryResources.has(one.resource)
    const isNamed = isOfLibrary && typeof placeOf(one, slots) === 'object'
    return isNamed || one.privilege === 'System.Anonymous'
  })

/** Where a privilege must be held: on everything, on the library of a slot, or on anything. */
const placeOf = (
  { privilege, on, resource }: PrivilegeData,
  slots: NamedSlots,
): { readonly slot: string } | 'system' | 'anywhere' => {
  const slotOf = (field: string) => slots.find((path) => path.split('.').at(-1) === field)
  if (resource !== undefined && libraryResources.has(resource)) {
    const slot = slotOf(on.split('.').at(-1) ?? on)
    return slot === undefined ? 'anywhere' : { slot }
  }
  if (!showsWhatOneMayRead.has(privilege)) return 'system'
  const slot = slotOf('library')
  return slot === undefined ? 'anywhere' : { slot }
}

const holds = (
  holding: Holding | undefined,
  privilege: string,
  place: ReturnType<typeof placeOf>,
): boolean => {
  if (privilege === 'System.Anonymous') return true
  if (!holding || !roleHas(holding.role, privilege)) return false
  if (holding.on === 'system' || place === 'anywhere') return true
  return place !== 'system' && holding.on !== 'elsewhere' && holding.on.has(place.slot)
}
