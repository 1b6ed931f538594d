import type { Caller } from '../../access/caller.ts'

/** A file that a model's session brings. */
export interface ModelAddition {
  readonly change: 'ADD'
  readonly sourceType: 'PUSH' | 'NONE'
  readonly declaredSize: number | undefined
  readonly hasChecksum: boolean
  /** What was declared, where anything was. */
  readonly wanted: string
  status: 'WAITING_FOR_TRANSFER' | 'READY' | 'ERROR'
  content: string | undefined
  errorId: string | undefined
}

type ModelChange = ModelAddition | { readonly change: 'REMOVE' }

export interface ModelSession {
  readonly id: string
  readonly item: ModelItem
  readonly owner: Caller
  readonly contentVersion: number
  readonly snapshot: ReadonlyMap<string, string>
  readonly changes: Map<string, ModelChange>
  state: 'ACTIVE' | 'DONE' | 'ERROR' | 'CANCELED'
  reason: string | undefined
  progress: number
  expiresAt: number
  forgetAt: number
}

export interface ModelItem {
  readonly id: string
  isDeleted: boolean
  version: number
  contentVersion: number
  readonly files: Map<string, { readonly content: string; readonly version: number }>
}

/** An upload endpoint that was shown, and the attempt it was shown for. */
interface ModelEndpoint {
  readonly uri: string
  readonly session: ModelSession
  readonly name: string
  readonly attempt: ModelAddition
}

interface ModelToken {
  readonly sessionId: string
  readonly itemId: string
  readonly forgetAt: number
}

/** All that there is, in plain data. */
export interface ModelState {
  readonly items: ModelItem[]
  /** Every session that ever was; those that are forgotten are not in `known`. */
  readonly sessions: ModelSession[]
  readonly known: Set<ModelSession>
  readonly endpoints: ModelEndpoint[]
  readonly tokens: Map<string, ModelToken>
}

/** What a call is expected to answer: its result, matched in part, or its error. */
export type Expected =
  | { readonly result: unknown }
  | { readonly id: string; readonly args?: readonly unknown[] }

/** The state that counts at that time. */
export const stateAt = (session: ModelSession, now: number): ModelSession['state'] =>
  session.state === 'ACTIVE' && session.expiresAt <= now ? 'ERROR' : session.state

/** Ends a session without effect; what it received is gone. */
export const endModelSession = (
  session: ModelSession,
  state: 'CANCELED' | 'ERROR',
  reason: string,
  forgetAt: number,
): void => {
  session.state = state
  session.reason = reason
  session.forgetAt = forgetAt
  for (const change of session.changes.values()) {
    if (change.change === 'REMOVE' || change.content === undefined) continue
    change.content = undefined
    change.status = 'WAITING_FOR_TRANSFER'
  }
}

/** The session's changes become the item's. */
export const completeModelSession = (session: ModelSession, forgetAt: number): void => {
  const { item } = session
  session.state = 'DONE'
  session.reason = 'accession.update_session.done'
  session.forgetAt = forgetAt
  item.version++
  item.contentVersion++
  for (const [name, change] of session.changes) {
    if (change.change === 'REMOVE') item.files.delete(name)
    else item.files.set(name, { content: change.content ?? '', version: item.contentVersion })
  }
}

/** The files as the session shows them at that time, by name. */
export const filesShown = (
  session: ModelSession,
  now: number,
): readonly Record<string, unknown>[] => {
  const isOver = stateAt(session, now) !== session.state
  const names = [...new Set([...session.snapshot.keys(), ...session.changes.keys()])]
  return names
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => {
      const change = session.changes.get(name)
      if (change?.change === 'REMOVE') return []
      return [
        change
          ? additionShown(name, isOver ? withoutContent(change) : change)
          : untouchedShown(name, session),
      ]
    })
}

const untouchedShown = (name: string, { snapshot }: ModelSession): Record<string, unknown> => {
  const size = (snapshot.get(name) ?? '').length
  return { name, source_type: 'NONE', status: 'READY', size, bytes_transferred: size }
}

const withoutContent = (file: ModelAddition): ModelAddition =>
  file.content === undefined
    ? file
    : { ...file, content: undefined, status: 'WAITING_FOR_TRANSFER' }

const additionShown = (name: string, file: ModelAddition): Record<string, unknown> => {
  const size = file.content?.length ?? file.declaredSize
  return {
    name,
    source_type: file.sourceType,
    status: file.status,
    ...(size !== undefined && { size }),
    bytes_transferred: file.content?.length ?? 0,
  }
}
