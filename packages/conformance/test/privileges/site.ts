import type { Grant } from '@accession/core/ports'
import { isRecord } from '../../src/check/check.ts'
import { unknownId } from '../../src/fixtures/libraries.ts'
import type { Arguments } from '../../src/spellings/spelling.ts'
import type { CallKind } from './call-kinds.ts'
import { Slot } from './call-template.ts'
import type { Ground } from './ground.ts'
import { makers } from './makers.ts'
import type { Made } from './makers.ts'
import type { Holding } from './may-call.ts'

/** What a call is made on, made for it. */
export interface Site {
  readonly given: Arguments
  /** The libraries whose privileges count, by the path of their slot. */
  readonly libraries: ReadonlyMap<string, string>
}

/** The arguments of a kind of call, each of its ids being one that nothing has. */
export const unknownArguments = ({ template }: CallKind): Arguments =>
  filled(template.given, () => unknownId) as Arguments

/** Makes what a kind of call needs, and fills its arguments in. */
export const makeSite = async (ground: Ground, { template, making }: CallKind): Promise<Site> => {
  const ids = new Map<Slot, string>()
  const libraries = new Map<string, string>()
  const madeFor = new Map<string, Made>()
  for (const slot of template.slots) {
    const maker = makers[slot.field]
    if (!maker) throw new Error(`Nothing is made for ${slot.path}`)
    const made = await maker(ground, making, (field) => {
      const before = madeFor.get(field)
      if (!before) throw new Error(`${slot.path} is a part of ${field}, which comes after it`)
      return before
    })
    madeFor.set(slot.field, made)
    ids.set(slot, made.id)
    if (made.library !== undefined) libraries.set(slot.path, made.library)
  }
  return { given: filled(template.given, (slot) => ids.get(slot)) as Arguments, libraries }
}

const filled = (value: unknown, idOf: (slot: Slot) => string | undefined): unknown => {
  if (value instanceof Slot) return idOf(value)
  if (Array.isArray(value)) return value.map((inner) => filled(inner, idOf))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [field, filled(inner, idOf)]),
  )
}

/** What is granted to whom a holding describes. */
export const grantsOf = (
  holding: Holding | undefined,
  { libraries }: Site,
  elsewhere: string,
): readonly Grant[] => {
  if (!holding) return []
  const { role, on } = holding
  if (on === 'system') return [{ role, libraryId: null }]
  if (on === 'elsewhere') return [{ role, libraryId: elsewhere }]
  return [...on].map((path) => ({ role, libraryId: libraries.get(path) ?? '' }))
}

const rowsMax = 1_000
const librariesMax = 10_000

/** All that stands in the libraries of a call, or else which libraries and certificates there are: as one text. */
export const stateOf = async (
  { world: { store } }: Ground,
  { libraries }: Site,
): Promise<string> => {
  const limit = rowsMax
  const where = { deletedAt: null }
  // What names a library changes nothing of the system.
  const system =
    libraries.size > 0
      ? []
      : [
          await store.ids('library', { where, limit: librariesMax }),
          await store.ids('trustedCertificate', { where: { id: { moreThan: '' } }, limit }),
        ]
  const rows = await Promise.all(
    [...libraries.values()].map(async (id) => {
      const items = await store.find('item', { where: { libraryId: id }, limit })
      const sessions = items.flatMap(({ id: itemId }) => [
        store.find('updateSession', { where: { itemId }, limit }),
        store.find('downloadSession', { where: { itemId }, limit }),
      ])
      const library = await store.find('library', { where: { id }, limit })
      return [library, items, await Promise.all(sessions)]
    }),
  )
  return JSON.stringify([system, rows])
}
