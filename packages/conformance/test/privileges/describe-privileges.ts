import { operations } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import type { Grant } from '@accession/core/ports'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellings } from '../../src/spellings/spellings.ts'
import { spellingNames } from '../../src/spellings/spelling.ts'
import type { Arguments, SpellingName } from '../../src/spellings/spelling.ts'
import type { WireAnswer } from '../../src/wire/wire-request.ts'
import { callTemplate, Slot, wrongArguments } from './call-template.ts'
import type { CallTemplate } from './call-template.ts'
import { privilegesInData } from './contract-data.ts'
import type { PrivilegeData } from './contract-data.ts'
import type { Ground } from './ground.ts'
import { holdingsFor, tellHolding } from './holdings.ts'
import { makers } from './makers.ts'
import type { Making } from './makers.ts'
import { mayCall } from './may-call.ts'
import type { Holding } from './may-call.ts'

/** A kind of call of one operation: on what it is made, and what is asked of its caller. */
interface CallKind {
  readonly text: string
  readonly operation: AnyOperation
  readonly template: CallTemplate
  readonly making: Making
  readonly privileges: readonly PrivilegeData[]
}

/** What a call is made on, made for it. */
interface Site {
  readonly given: Arguments
  /** The libraries whose privileges count, by the path of their slot. */
  readonly libraries: ReadonlyMap<string, string>
}

const own = { owner: 'caller', type: 'LOCAL' } as const

/** Sessions, by the field of their id: who may use those of others. */
const sessionPrivileges: Readonly<Record<string, string>> = {
  update_session_id: 'ContentLibrary.UpdateSession',
  download_session_id: 'ContentLibrary.DownloadSession',
}

/** The kinds of calls of an operation: as a rule one. */
const kindsOf = (operation: AnyOperation): readonly CallKind[] => {
  const privileges = privilegesInData(operation.service, operation.id)
  const template = callTemplate(operation, privileges)
  const isFollowing = operation.name.startsWith('subscribed')
  const making = { ...own, type: isFollowing ? 'SUBSCRIBED' : 'LOCAL' } as const
  const common = { operation, template, making, privileges }
  const bare = callTemplate(operation, privileges, { without: true })
  return [
    { ...common, text: 'as it is meant' },
    ...(bare.slots.length < template.slots.length
      ? [{ ...common, template: bare, text: 'without what is optional' }]
      : []),
    ...template.slots.flatMap(({ field, path }) => {
      const privilege = sessionPrivileges[field]
      if (privilege === undefined) return []
      const more = { privilege, on: path, resource: 'com.vmware.content.library.Item' }
      const text = 'on a session of somebody else'
      const ofOther = { ...making, owner: 'administrator' } as const
      return [{ ...common, text, making: ofOther, privileges: [...privileges, more] }]
    }),
  ]
}

/** Holds every operation, in every spelling, for every holding, against the table of the contract. */
export const describePrivileges = (
  name: string,
  open: () => Promise<{ readonly ground: Ground; readonly end: () => Promise<void> }>,
): void => {
  describe(name, () => {
    let opened: Awaited<ReturnType<typeof open>>
    let elsewhere = ''

    beforeAll(async () => {
      opened = await open()
      elsewhere = await opened.ground.makeLibrary()
    }, startingMs)

    afterAll(() => opened?.end(), startingMs)

    describe.each(spellingNames)('%s', (spelling) => {
      it.each(operations)(
        '$name is for those alone who have its privileges',
        async (operation) => {
          const wrong: string[] = []
          for (const kind of kindsOf(operation))
            wrong.push(...(await tryKind(opened.ground, spelling, kind, elsewhere)))
          expect(wrong).toEqual([])
        },
        operationMs,
      )
    })

    it.each(operations)(
      '$name tells those without a privilege nothing but that an id exists',
      async (operation) => {
        const wrong: string[] = []
        for (const type of ['LOCAL', 'SUBSCRIBED'] as const)
          for (const kind of kindsOf(operation))
            if (
              kind.template.slots.length > 0 &&
              !mayCall(kind.privileges, undefined, pathsOf(kind))
            )
              wrong.push(
                ...(await tryRefused(opened.ground, { ...kind, making: { ...kind.making, type } })),
              )
        expect(wrong).toEqual([])
      },
      operationMs,
    )
  })
}

const startingMs = 120_000
const operationMs = 60_000

const pathsOf = ({ template }: CallKind): readonly string[] =>
  template.slots.map(({ path }) => path)

/** Calls as everybody there may be; answers what came otherwise than the table has it. */
const tryKind = async (
  ground: Ground,
  spelling: SpellingName,
  kind: CallKind,
  elsewhere: string,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  // What is refused changes nothing, so the next call finds the same again.
  let site: Site | undefined
  for (const holding of holdingsFor(pathsOf(kind))) {
    site ??= await makeSite(ground, kind)
    await ground.grant(grantsOf(holding, site, elsewhere))
    const before = await stateOf(ground, site)
    const type = await errorOf(ground, spelling, kind.operation, site.given)
    const isAllowed = mayCall(kind.privileges, holding, pathsOf(kind))
    const problem = isAllowed ? problemOfAllowed(kind, type) : problemOfRefused(type)
    const isChanged = !isAllowed && (await stateOf(ground, site)) !== before
    const told = `${kind.operation.name} ${kind.text}, ${tellHolding(holding)}`
    if (problem !== undefined) wrong.push(`${told}: ${problem}`)
    if (isChanged) wrong.push(`${told}: it was refused, and changed something`)
    if (isAllowed || isChanged) site = undefined
  }
  return wrong
}

/** Calls as somebody without a role, on what the operation is not meant for, too. */
const tryRefused = async (ground: Ground, kind: CallKind): Promise<readonly string[]> => {
  const { given } = await makeSite(ground, kind)
  await ground.grant([])
  const problem = problemOfRefused(await errorOf(ground, 'api', kind.operation, given))
  const { making, text, operation } = kind
  return problem === undefined ? [] : [`${operation.name} ${text}, ${making.type}: ${problem}`]
}

const problemOfRefused = (type: string | undefined): string | undefined =>
  type === 'UNAUTHORIZED' ? undefined : `it should be refused, and was ${type ?? 'allowed'}`

/** What the arguments of a call would be to blame for. */
const ofArguments: ReadonlySet<string> = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'UNEXPECTED_INPUT',
])

const problemOfAllowed = (
  { operation, making }: CallKind,
  type: string | undefined,
): string | undefined => {
  if (type === undefined) return undefined
  if (ofArguments.has(type)) return wrongArguments(type)
  const isDeclared = (operation.errors as readonly string[]).includes(type)
  if (isDeclared && type !== 'UNAUTHORIZED') return undefined
  // Undeclared, though the protocol has it: a session of an ended state.
  return `it should be allowed (${making.owner}), and was ${type}`
}

const makeSite = async (ground: Ground, { template, making }: CallKind): Promise<Site> => {
  const ids = new Map<Slot, string>()
  const libraries = new Map<string, string>()
  for (const slot of template.slots) {
    const maker = makers[slot.field]
    if (!maker) throw new Error(`Nothing is made for ${slot.path}`)
    const { id, library } = await maker(ground, making)
    ids.set(slot, id)
    libraries.set(slot.path, library)
  }
  const fill = (value: unknown): unknown => {
    if (value instanceof Slot) return ids.get(value)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, fill(inner)]))
  }
  return { given: fill(template.given) as Arguments, libraries }
}

const grantsOf = (
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

/** The type of the error that a call is answered with; nothing where there is none. */
const errorOf = async (
  ground: Ground,
  spellingName: SpellingName,
  operation: AnyOperation,
  given: Arguments,
): Promise<string | undefined> => {
  const spelling = spellings[spellingName]
  const credentials = operation.name === 'session.create' ? ground.password : await ground.token()
  const answer: WireAnswer = await ground.send(spelling.write(operation, given, credentials))
  if (operation.name === 'session.delete') ground.giveUpToken()
  if (spelling.isError(answer)) return spelling.readError(answer).type
  spelling.readResult(operation, answer)
  return undefined
}

/** All that stands in the libraries of a call, and which libraries there are. */
const stateOf = async ({ world: { store } }: Ground, { libraries }: Site): Promise<string> => {
  const limit = 1_000
  const living = await store.ids('library', { where: { deletedAt: null }, limit: 10_000 })
  const rows = await Promise.all(
    [...libraries.values()].map(async (id) => {
      const items = await store.find('item', { where: { libraryId: id }, limit })
      const sessions = items.flatMap((item) => [
        store.find('updateSession', { where: { itemId: item.id }, limit }),
        store.find('downloadSession', { where: { itemId: item.id }, limit }),
      ])
      const library = await store.find('library', { where: { id }, limit })
      return [library, items, await Promise.all(sessions)]
    }),
  )
  return JSON.stringify([living, rows])
}
