import * as fc from 'fast-check'

import type { Change } from '../../ports/changes.ts'
import type { TableName } from '../../ports/schema.ts'
import { anySampleRow } from './sample-rows.ts'
import type { ModelState } from './store-model.ts'

/** Where the values of a model's row go, table by table. */
interface Roles {
  readonly name?: string
  readonly parent?: string
  /** Decides whether the row is within the partial unique key: by `inside` it is. */
  readonly scope: string
  readonly inside: string | number | null
  readonly outside: string | number
  readonly counter: string
  readonly highest: string
}

const living = { scope: 'deletedAt', inside: null, outside: 1 } as const

const roles = {
  blob: {
    scope: 'state',
    inside: 'STORED',
    outside: 'FREEING',
    counter: 'references',
    highest: 'dueAt',
  },
  itemFile: {
    name: 'name',
    parent: 'itemId',
    scope: 'until',
    inside: null,
    outside: 1,
    counter: 'size',
    highest: 'version',
  },
  updateSession: {
    parent: 'itemId',
    scope: 'state',
    inside: 'ACTIVE',
    outside: 'DONE',
    counter: 'fileCount',
    highest: 'expiresAt',
  },
  item: {
    ...living,
    name: 'nameKey',
    parent: 'libraryId',
    counter: 'version',
    highest: 'modifiedAt',
  },
  library: { ...living, name: 'nameKey', counter: 'version', highest: 'modifiedAt' },
} as const satisfies { readonly [T in TableName]?: Roles }

/** The tables that random commits are about. */
export const modelTables = Object.keys(roles) as readonly (keyof typeof roles)[]

const entry = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'write', 'write', 'remove', 'check', 'adjust', 'clear'),
  table: fc.constantFrom(...modelTables),
  row: fc.integer({ min: 0, max: 4 }),
  name: fc.constantFrom('a', 'b', 'ü'),
  parent: fc.constantFrom('p', 'q'),
  isInside: fc.boolean(),
  /** Whether rows that are there are not inserted, and others not written. */
  isMindful: fc.constantFrom(true, true, true, true, true, true, true, false),
  isStale: fc.constantFrom(false, false, false, false, false, false, false, true),
  amount: fc.integer({ min: -3, max: 9 }),
  set: fc.subarray(['name', 'parent', 'scope', 'highest'] as const),
  where: fc.constantFrom('nothing', 'nothing', 'exists', 'exists', 'scope', 'atMost', 'moreThan'),
})

type Entry = typeof entry extends fc.Arbitrary<infer E> ? E : never

/** The entries of a random commit; what they rely on is filled in from the model's rows. */
export const commitArbitrary = fc.array(entry, { maxLength: 5 })

/** The commit that the entries make of a catalog, for the rows of one world. */
export const toChanges = (
  entries: readonly Entry[],
  state: ModelState,
  world: string,
): readonly Change[] => {
  const named = new Set<string>()
  return entries.flatMap((each): readonly Change[] => {
    const id = `${world} ${each.table} ${each.row}`
    const change = toChange(each, state, id, world)
    if (!change) return []
    if (change.kind === 'check' || change.kind === 'adjust' || change.kind === 'clear') {
      return [change]
    }
    if (named.has(id)) return []
    named.add(id)
    return [change]
  })
}

const toChange = (
  each: Entry,
  state: ModelState,
  id: string,
  world: string,
): Change | undefined => {
  const { table } = each
  const columns: Roles = roles[table]
  const row = state[table].get(id)
  const kind = each.isMindful ? mindfulKind(each.kind, row !== undefined) : each.kind
  const { counter, highest } = columns
  const change = (rest: object): Change => ({ kind, table, ...rest }) as unknown as Change
  const revision = (row?.revision ?? 1) + (each.isStale ? 1 : 0)

  switch (kind) {
    case 'insert': {
      const given = valuesFor(columns, each, world, ['name', 'parent', 'scope', 'highest'])
      return change({ row: anySampleRow(table, { ...given, id, [counter]: each.amount }) })
    }
    case 'write':
      return change({
        id,
        revision,
        set: valuesFor(columns, each, world, each.set),
        where: whereFor(columns, each) ?? {},
      })
    case 'remove':
      return change({ id, revision, where: whereFor(columns, each) ?? {} })
    case 'check':
      return change({ id, where: whereFor(columns, each) ?? {} })
    case 'adjust':
      return change({
        id,
        add: { [counter]: each.amount },
        raise: each.isInside ? { [highest]: each.amount } : {},
        where: whereFor(columns, each),
      })
    case 'clear': {
      const { parent: column } = columns
      return column === undefined
        ? undefined
        : change({ column, parentId: `${world} ${each.parent}` })
    }
  }
  return undefined
}

const mindfulKind = (kind: Entry['kind'], isThere: boolean): Entry['kind'] => {
  if (kind === 'insert') return isThere ? 'write' : 'insert'
  return kind === 'clear' || isThere ? kind : 'insert'
}

/** Values for some of the row's columns. */
const valuesFor = (
  columns: Roles,
  { name, parent, isInside, amount }: Entry,
  world: string,
  wanted: readonly ('name' | 'parent' | 'scope' | 'highest')[],
): object => {
  const values = {
    name,
    parent: `${world} ${parent}`,
    scope: isInside ? columns.inside : columns.outside,
    highest: amount,
  }
  return Object.fromEntries(
    wanted.flatMap((role) => {
      const column = columns[role]
      return column === undefined ? [] : [[column, values[role]]]
    }),
  )
}

const whereFor = (columns: Roles, { where: kind, isInside, amount }: Entry): object | null => {
  const { scope, inside, outside, counter } = columns
  if (kind === 'nothing') return null
  if (kind === 'exists') return {}
  if (kind === 'scope') return { [scope]: isInside ? inside : outside }
  return { [counter]: { [kind]: amount } }
}
