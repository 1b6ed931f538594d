import type { Caller } from '../../access/caller.ts'
import { endModelSession, stateAt } from './model-state.ts'
import type { Expected, ModelState } from './model-state.ts'
import type { SessionPlace } from './place.ts'

/** One call, with what each kind of it may pick from. */
export interface Step {
  readonly who: number
  readonly session: number
  readonly item: number
  readonly name: number
  readonly content: number
  readonly variant: number
}

/** What a step stands on. */
export interface ModelStage {
  readonly place: SessionPlace
  readonly state: ModelState
  /** An administrator, an editor, a viewer. */
  readonly callers: readonly [Caller, Caller, Caller]
  readonly library: string
}

/** A step made ready: what the model expects, the call, and what the model makes of its result. */
export interface Move {
  readonly expected: Expected
  readonly call: () => Promise<unknown>
  readonly learn?: (result: unknown) => void
}

/** Makes a step of its kind ready; nothing where it cannot be taken. */
export type Mover = (stage: ModelStage, step: Step) => Move | undefined | Promise<Move | undefined>

/** The thing that a number stands for. */
export const pick = <T>(things: readonly T[], index: number): T | undefined =>
  things.length === 0 ? undefined : things[index % things.length]

const unknownSession = '01990000-0000-7000-9999-000000000000'
/** What a session answers that is not there. */
export const notFound = (id: string): Expected => ({
  id: 'accession.update_session.not_found',
  args: [id],
})

/** Whether a caller may use sessions of others. */
export const mayUse = ({ callers }: ModelStage, caller: Caller): boolean => caller !== callers[2]
/** Who makes the call. */
export const callerOf = ({ callers }: ModelStage, { who }: Step): Caller =>
  pick(callers, who) ?? callers[0]
/** What a caller hears without the privilege. */
export const missing = { id: 'accession.access.privilege_missing' }

/** A session, or none: what a caller hears of it before anything else. */
export const reach = (stage: ModelStage, step: Step) => {
  const { state } = stage
  const caller = callerOf(stage, step)
  const session = step.session === 0 ? undefined : pick(state.sessions, step.session)
  const id = session?.id ?? unknownSession
  const refused =
    !session || !state.known.has(session) || session.item.isDeleted
      ? notFound(id)
      : session.owner === caller || mayUse(stage, caller)
        ? undefined
        : missing
  return { caller, session, given: { update_session_id: id }, refused }
}

/** The same for what needs the session to be ACTIVE. */
export const reachActive = (stage: ModelStage, step: Step, operation: string) => {
  const reached = reach(stage, step)
  const { session, refused } = reached
  const state = session && stateAt(session, stage.place.clock.now())
  // Who finds a session expired, but for `validate`, which changes nothing, ends it.
  const isFoundExpired = session?.state === 'ACTIVE' && state !== 'ACTIVE'
  if (session && !refused && isFoundExpired && operation !== 'validate')
    endModelSession(session, 'ERROR', 'accession.update_session.expired', later(stage))
  const blocked: Expected | undefined =
    refused ??
    (state === 'ACTIVE'
      ? undefined
      : { id: 'accession.update_session.not_active', args: [operation, state] })
  return { ...reached, refused: blocked }
}

/** When a session expires that is used now. */
export const soon = ({ place }: ModelStage): number =>
  place.clock.now() + place.world.settings.sessionTimeoutMs
/** When what ends now is forgotten. */
export const later = ({ place }: ModelStage): number =>
  place.clock.now() + place.world.settings.sessionRetentionMs
