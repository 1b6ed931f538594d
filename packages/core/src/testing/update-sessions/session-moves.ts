import { wireTime } from '../../names/wire-time.ts'
import {
  callerOf,
  later,
  mayUse,
  missing,
  notFound,
  pick,
  reach,
  reachActive,
  soon,
} from './model-stage.ts'
import type { Mover } from './model-stage.ts'
import { completeModelSession, endModelSession, stateAt } from './model-state.ts'
import type { ModelSession } from './model-state.ts'

const tokens = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7']

const unready = (session: ModelSession): string[] =>
  [...session.changes].flatMap(([name, change]) =>
    change.change === 'ADD' && change.status !== 'READY' ? [name] : [],
  )

const create: Mover = (stage, step) => {
  const { state, place } = stage
  const caller = callerOf(stage, step)
  const item = pick(state.items, step.item)
  if (!item) return undefined
  const client_token = pick([undefined, undefined, ...tokens], step.variant)
  const create_spec = { library_item_id: item.id }
  const key = `${caller.user.id} ${client_token}`
  const now = place.clock.now()
  const known = client_token === undefined ? undefined : state.tokens.get(key)
  const call = () =>
    place.call(caller, 'updateSession.create', {
      ...(client_token !== undefined && { client_token }),
      create_spec,
    })
  if (known && known.forgetAt > now)
    return known.itemId === item.id
      ? { expected: { result: known.sessionId }, call }
      : { expected: { id: 'accession.argument.client_token_reused' }, call }
  if (item.isDeleted) return { expected: { id: 'accession.item.not_found', args: [item.id] }, call }
  if (!mayUse(stage, caller)) return { expected: missing, call }
  const blocking = state.sessions.find(
    (session) => session.item === item && session.state === 'ACTIVE',
  )
  if (blocking && stateAt(blocking, now) === 'ACTIVE') {
    const args = [item.id, blocking.id, blocking.owner.user.name, wireTime(blocking.expiresAt)]
    return { expected: { id: 'accession.update_session.item_busy', args }, call }
  }
  return {
    expected: { result: undefined },
    call,
    learn(result) {
      const id = String(result)
      if (blocking)
        endModelSession(blocking, 'ERROR', 'accession.update_session.expired', later(stage))
      const session: ModelSession = {
        id,
        item,
        owner: caller,
        contentVersion: item.contentVersion,
        snapshot: new Map([...item.files].map(([name, { content }]) => [name, content])),
        changes: new Map(),
        state: 'ACTIVE',
        reason: undefined,
        progress: 0,
        expiresAt: soon(stage),
        forgetAt: Infinity,
      }
      state.sessions.push(session)
      state.known.add(session)
      const token = { sessionId: id, itemId: item.id, forgetAt: later(stage) }
      if (client_token !== undefined) state.tokens.set(key, token)
    },
  }
}

const get: Mover = (stage, step) => {
  const { caller, session, given, refused } = reach(stage, step)
  const call = () => stage.place.call(caller, 'updateSession.get', given)
  if (!session || refused) return { expected: refused ?? notFound(''), call }
  const state = stateAt(session, stage.place.clock.now())
  const result = {
    id: session.id,
    library_item_id: session.item.id,
    library_item_content_version: String(session.contentVersion),
    state,
    client_progress: session.progress,
    expiration_time: wireTime(session.expiresAt),
    ...(state === 'ERROR' && {
      error_message: { id: session.reason ?? 'accession.update_session.expired' },
    }),
  }
  return { expected: { result }, call }
}

const list: Mover = (stage, step) => {
  const { state, place } = stage
  const caller = callerOf(stage, step)
  const item = step.variant % 2 === 0 ? undefined : pick(state.items, step.item)
  const input = item ? { library_item_id: item.id } : {}
  const call = () => place.call(caller, 'updateSession.list', input)
  if (item?.isDeleted) return { expected: { id: 'accession.item.not_found' }, call }
  if (!mayUse(stage, caller)) return { expected: missing, call }
  const result = [...state.known]
    .filter((session) => session.owner === caller && !session.item.isDeleted)
    .filter((session) => !item || session.item === item)
    .map(({ id }) => id)
  return { expected: { result: result.toSorted((a, b) => (a < b ? -1 : 1)) }, call }
}

const keepAlive: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'keep_alive')
  const client_progress = pick([-1, 0, 30, 60, 100, 101], step.variant) ?? 0
  return {
    expected: refused ?? { result: undefined },
    call: () => stage.place.call(caller, 'updateSession.keep_alive', { ...given, client_progress }),
    learn() {
      if (!session) return
      session.expiresAt = soon(stage)
      if (client_progress <= 100) session.progress = Math.max(session.progress, client_progress)
    },
  }
}

const complete: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'complete')
  const isUnready = session && unready(session).length > 0
  const unreadyError = { id: 'accession.update_session.files_not_ready' }
  return {
    expected: refused ?? (isUnready ? unreadyError : { result: undefined }),
    call: () => stage.place.call(caller, 'updateSession.complete', given),
    learn: () => session && completeModelSession(session, later(stage)),
  }
}

const cancel: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'cancel')
  return {
    expected: refused ?? { result: undefined },
    call: () => stage.place.call(caller, 'updateSession.cancel', given),
    learn: () => session && endModelSession(session, 'CANCELED', 'canceled', later(stage)),
  }
}

const fail: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'fail')
  const reason = 'accession.update_session.failed'
  const input = { ...given, client_error_message: 'The disk is\nbroken' }
  return {
    expected: refused ?? { result: undefined },
    call: () => stage.place.call(caller, 'updateSession.fail', input),
    learn: () => session && endModelSession(session, 'ERROR', reason, later(stage)),
  }
}

const deleteSession: Mover = (stage, step) => {
  const { caller, session, given, refused } = reach(stage, step)
  const isActive = session && stateAt(session, stage.place.clock.now()) === 'ACTIVE'
  const active = { id: 'accession.update_session.active' }
  return {
    expected: refused ?? (isActive ? active : { result: undefined }),
    call: () => stage.place.call(caller, 'updateSession.delete', given),
    learn() {
      if (!session) return
      stage.state.known.delete(session)
      endModelSession(session, 'ERROR', 'deleted', 0)
    },
  }
}

/** The operations of update sessions. */
export const sessionMoves = {
  create,
  get,
  list,
  keepAlive,
  complete,
  cancel,
  fail,
  deleteSession,
} as const satisfies Readonly<Record<string, Mover>>
