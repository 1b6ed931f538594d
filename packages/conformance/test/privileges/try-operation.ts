import type { AnyOperation } from '@accession/core/contract'
import { spellings } from '../../src/spellings/spellings.ts'
import type { Arguments, SpellingName } from '../../src/spellings/spelling.ts'
import { kindsOf, pathsOf } from './call-kinds.ts'
import type { CallKind } from './call-kinds.ts'
import { wrongArguments } from './call-template.ts'
import type { Ground } from './ground.ts'
import { holdingsFor, tellHolding } from './holdings.ts'
import { asksOfNamedAlone, mayCall } from './may-call.ts'
import { grantsOf, makeSite, stateOf, unknownArguments } from './site.ts'
import type { Site } from './site.ts'

/**
 * Calls an operation as everybody there may be; answers, in words, what came otherwise than the table
 * of the contract has it. What is refused must be `unauthorized` and change nothing; what is allowed
 * may be refused for what it declares, but not for its arguments.
 */
export const tryOperation = async (
  ground: Ground,
  spelling: SpellingName,
  operation: AnyOperation,
  elsewhere: string,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  for (const kind of kindsOf(operation))
    wrong.push(...(await tryKind(ground, spelling, kind, elsewhere)))
  return wrong
}

/**
 * Calls an operation without a role: on what is there, though not of the type it is for, which must be
 * `unauthorized`; on what is not, which is `not_found` first, where the privilege is one on that.
 */
export const tryWithoutRole = async (
  ground: Ground,
  operation: AnyOperation,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  await ground.grant([])
  for (const kind of kindsOf(operation)) {
    if (kind.template.slots.length === 0) continue
    if (mayCall(kind.privileges, undefined, pathsOf(kind))) continue
    for (const type of ['LOCAL', 'SUBSCRIBED'] as const) {
      const { given } = await makeSite(ground, { ...kind, making: { ...kind.making, type } })
      const problem = problemOfRefused(await errorOf(ground, 'api', operation, given))
      if (problem !== undefined) wrong.push(`${told(kind)}, which is ${type}: ${problem}`)
    }
    if (!mayTellUnknown(kind)) continue
    const type = await errorOf(ground, 'api', operation, unknownArguments(kind))
    const isTold = type === 'NOT_FOUND'
    if (!isTold) wrong.push(`${told(kind)}, which is unknown: it was ${type ?? 'allowed'}`)
  }
  return wrong
}

const tryKind = async (
  ground: Ground,
  spelling: SpellingName,
  kind: CallKind,
  elsewhere: string,
): Promise<readonly string[]> => {
  const wrong: string[] = []
  const slots = pathsOf(kind)
  // What is refused changes nothing, so the next call finds the same again.
  let site: Site | undefined
  for (const holding of holdingsFor(slots)) {
    site ??= await makeSite(ground, kind)
    await ground.grant(grantsOf(holding, site, elsewhere))
    const problem = mayCall(kind.privileges, holding, slots)
      ? problemOfAllowed(kind, await errorOf(ground, spelling, kind.operation, site.given))
      : await tryRefused(ground, spelling, kind, site)
    if (problem !== undefined) wrong.push(`${told(kind)}, ${tellHolding(holding)}: ${problem}`)
    if (problem !== undefined || mayCall(kind.privileges, holding, slots)) site = undefined
  }
  return wrong
}

/** A find answers nothing for what is not there; all else says so. */
const mayTellUnknown = (kind: CallKind): boolean =>
  (kind.operation.errors as readonly string[]).includes('NOT_FOUND') &&
  asksOfNamedAlone(kind.privileges, pathsOf(kind))

const told = ({ operation, text }: CallKind): string => `${operation.name} ${text}`

const tryRefused = async (
  ground: Ground,
  spelling: SpellingName,
  { operation }: CallKind,
  site: Site,
): Promise<string | undefined> => {
  const before = await stateOf(ground, site)
  const problem = problemOfRefused(await errorOf(ground, spelling, operation, site.given))
  if (problem !== undefined) return problem
  const isChanged = (await stateOf(ground, site)) !== before
  return isChanged ? 'it was refused, and changed something' : undefined
}

const problemOfRefused = (type: string | undefined): string | undefined =>
  type === 'UNAUTHORIZED' ? undefined : `it should be refused, and was ${type ?? 'allowed'}`

/** What the arguments of a call are to blame for. */
const ofArguments: ReadonlySet<string> = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'UNEXPECTED_INPUT',
])

const problemOfAllowed = (
  { operation }: CallKind,
  type: string | undefined,
): string | undefined => {
  if (type === undefined) return undefined
  if (ofArguments.has(type)) return wrongArguments(type)
  const isDeclared = (operation.errors as readonly string[]).includes(type)
  return isDeclared && type !== 'UNAUTHORIZED' ? undefined : `it should be allowed, and was ${type}`
}

/** The type of the error that a call is answered with; nothing where there is none. */
const errorOf = async (
  ground: Ground,
  spellingName: SpellingName,
  operation: AnyOperation,
  given: Arguments,
): Promise<string | undefined> => {
  const spelling = spellings[spellingName]
  const isSigningIn = operation.name === 'session.create'
  const credentials = isSigningIn ? ground.password : await ground.token()
  const answer = await ground.send(spelling.write(operation, given, credentials))
  if (operation.name === 'session.delete') ground.giveUpToken()
  if (spelling.isError(answer)) return spelling.readError(answer).type
  spelling.readResult(operation, answer)
  return undefined
}
