import type { AnyOperation } from '@accession/core/contract'
import type { SpellingName } from '../../src/spellings/spelling.ts'
import type { WireError } from '../../src/wire/wire-error.ts'
import { answerTo } from './answer-to.ts'
import { kindsOf, pathsOf } from './call-kinds.ts'
import type { CallKind } from './call-kinds.ts'
import { wrongArguments } from './call-template.ts'
import type { Ground } from './ground.ts'
import { holdingsFor, tellHolding } from './holdings.ts'
import { asksOfNamedAlone, lacking, mayCall } from './may-call.ts'
import type { Holding } from './may-call.ts'
import { grantsOf, makeSite, stateOf, unknownArguments } from './site.ts'
import type { Site } from './site.ts'

/**
 * Calls an operation as everybody there may be; answers, in words, what came otherwise than the table
 * of the contract has it. What is refused must be `unauthorized`, name a privilege that is lacking, and
 * change nothing; what is allowed may be refused for what it declares, but not for its arguments.
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
      const { error } = await answerTo(ground, 'api', operation, given)
      const problem = problemOfRefused(error, lackedBy(kind, undefined))
      if (problem !== undefined) wrong.push(`${told(kind)}, which is ${type}: ${problem}`)
    }
    if (!mayTellUnknown(kind)) continue
    const unknown = await answerTo(ground, 'api', operation, unknownArguments(kind))
    const type = unknown.error?.type ?? 'allowed'
    if (type !== 'NOT_FOUND') wrong.push(`${told(kind)}, which is unknown: it was ${type}`)
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
  // What is refused changes nothing, so the next call finds the same again.
  let site: Site | undefined
  for (const holding of holdingsFor(pathsOf(kind))) {
    site ??= await makeSite(ground, kind)
    await ground.grant(grantsOf(holding, site, elsewhere))
    const lacked = lackedBy(kind, holding)
    const problem =
      lacked.length > 0
        ? await tryRefused(ground, spelling, kind, site, lacked)
        : await tryAllowed(ground, spelling, kind, site)
    if (problem !== undefined) wrong.push(`${told(kind)}, ${tellHolding(holding)}: ${problem}`)
    if (problem !== undefined || lacked.length === 0) site = undefined
  }
  return wrong
}

/** A find answers nothing for what is not there; all else says so. */
const mayTellUnknown = (kind: CallKind): boolean =>
  (kind.operation.errors as readonly string[]).includes('NOT_FOUND') &&
  asksOfNamedAlone(kind.privileges, pathsOf(kind))

const told = ({ operation, text }: CallKind): string => `${operation.name} ${text}`

const lackedBy = (kind: CallKind, holding: Holding | undefined): readonly string[] =>
  lacking(kind.privileges, holding, pathsOf(kind))

const tryRefused = async (
  ground: Ground,
  spelling: SpellingName,
  { operation }: CallKind,
  site: Site,
  lacked: readonly string[],
): Promise<string | undefined> => {
  const before = await stateOf(ground, site)
  const { error } = await answerTo(ground, spelling, operation, site.given)
  const problem = problemOfRefused(error, lacked)
  if (problem !== undefined) return problem
  const isChanged = (await stateOf(ground, site)) !== before
  return isChanged ? 'it was refused, and changed something' : undefined
}

const tryAllowed = async (
  ground: Ground,
  spelling: SpellingName,
  kind: CallKind,
  site: Site,
): Promise<string | undefined> => {
  const { error } = await answerTo(ground, spelling, kind.operation, site.given)
  return problemOfAllowed(kind, error)
}

const problemOfRefused = (
  error: WireError | undefined,
  lacked: readonly string[],
): string | undefined => {
  if (error?.type !== 'UNAUTHORIZED') {
    return `it should be refused, and was ${error?.type ?? 'allowed'}`
  }
  const [message] = error.messages
  // Else it asks for a role: a task of others is for administrators.
  if (message?.id !== 'accession.access.privilege_missing') return undefined
  // The user, the privilege, and on what.
  const [, named = 'nothing'] = message.args
  return lacked.includes(named)
    ? undefined
    : `it was refused for want of ${named}, where ${lacked.join(' and ')} is lacking`
}

/** What the arguments of a call are to blame for. */
const ofArguments: ReadonlySet<string> = new Set([
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'UNEXPECTED_INPUT',
])

const problemOfAllowed = (
  { operation }: CallKind,
  error: WireError | undefined,
): string | undefined => {
  if (!error) return undefined
  const { type } = error
  if (ofArguments.has(type)) return wrongArguments(type)
  const isDeclared = (operation.errors as readonly string[]).includes(type)
  return isDeclared && type !== 'UNAUTHORIZED' ? undefined : `it should be allowed, and was ${type}`
}
