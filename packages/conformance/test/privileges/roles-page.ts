import { readFileSync } from 'node:fs'

/** The roles, from the one that may least. */
export const roleNames = ['viewer', 'editor', 'admin'] as const

export type RoleName = (typeof roleNames)[number]

const page = readFileSync(new URL('../../../../docs/security.md', import.meta.url), 'utf8')

const rows = [...page.matchAll(/^\| `([\w.]+)` \| (✓|) ?\| (✓|) ?\| (✓|) ?\|/gmu)].map(
  ([, privilege = '', ...marks]) => ({
    privilege,
    roles: roleNames.filter((_, index) => marks[index] === '✓'),
  }),
)

/** Which roles have a privilege, as docs/security.md promises it. */
export const rolesOnPage: ReadonlyMap<string, readonly RoleName[]> = new Map(
  rows.map(({ privilege, roles }) => [privilege, roles]),
)

/** Whether a role has a privilege by that page; throws where the page does not say so. */
export const roleHas = (role: RoleName, privilege: string): boolean => {
  const roles = rolesOnPage.get(privilege)
  if (!roles) throw new Error(`docs/security.md does not say which roles have ${privilege}: add it`)
  return roles.includes(role)
}
