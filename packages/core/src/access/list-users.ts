import { pagesOf } from '../admin/pages-of.ts'
import type { Grant, Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A grant with the name of its library; null where it is on everything, or the library is gone. */
export interface ListedGrant extends Grant {
  readonly libraryName: string | null
}

/** A user, without what only sign-ins need. */
export interface ListedUser {
  readonly id: string
  readonly name: string
  readonly grants: readonly ListedGrant[]
  readonly createdAt: number
}

/** Every user and what they are granted, by name. */
export const listUsers = async ({ store }: Pick<World, 'store'>): Promise<ListedUser[]> => {
  const names = new Map<string, string | null>()
  const nameOf = async (id: string | null): Promise<string | null> => {
    if (id === null) return null
    const known = names.get(id)
    if (known !== undefined) return known
    const [library]: Library[] = await store.find('library', { where: { id }, limit: 1 })
    const name = library?.deletedAt === null ? library.name : null
    names.set(id, name)
    return name
  }
  const listed: ListedUser[] = []
  for await (const users of pagesOf(store, 'user')) {
    for (const { id, name, grants, createdAt } of users) {
      const named: ListedGrant[] = []
      for (const grant of grants)
        named.push({ ...grant, libraryName: await nameOf(grant.libraryId) })
      listed.push({ id, name, grants: named, createdAt })
    }
  }
  return listed.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
