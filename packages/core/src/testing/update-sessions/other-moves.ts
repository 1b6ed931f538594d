import { later, pick } from './model-stage.ts'
import type { Mover } from './model-stage.ts'
import { endModelSession } from './model-state.ts'
import type { ModelItem } from './model-state.ts'

const waits = [1_000, 100_000, 299_999, 300_000, 900_000]

const wait: Mover = (stage, step) => {
  const ms = pick(waits, step.variant) ?? 0
  return { expected: { result: undefined }, call: () => stage.place.clock.advance(ms) }
}

const sweepAll: Mover = (stage) => {
  const { state, place } = stage
  const now = place.clock.now()
  for (const session of state.known) {
    if (session.state === 'ACTIVE' && session.expiresAt <= now)
      endModelSession(session, 'ERROR', 'accession.update_session.expired', later(stage))
    if (session.forgetAt <= now || session.item.isDeleted) state.known.delete(session)
  }
  return { expected: { result: undefined }, call: () => place.sweepAll() }
}

const deleteItem: Mover = (stage, step) => {
  const { state, place } = stage
  const item = step.variant === 0 ? pick(state.items, step.item) : undefined
  if (!item) return undefined
  const [caller] = stage.callers
  return {
    expected: item.isDeleted ? { id: 'accession.item.not_found' } : { result: undefined },
    call: () => place.call(caller, 'item.delete', { library_item_id: item.id }),
    learn() {
      item.isDeleted = true
    },
  }
}

const copyItem: Mover = (stage, step) => {
  const { state, place, library } = stage
  const source = pick(state.items, step.item)
  if (!source || state.items.length > 5) return undefined
  const name = `copy ${state.items.length}`
  const input = {
    source_library_item_id: source.id,
    destination_create_spec: { library_id: library, name },
  }
  return {
    expected: source.isDeleted ? { id: 'accession.item.not_found' } : { result: undefined },
    call: () => place.call(stage.callers[0], 'item.copy', input),
    learn(result) {
      const files = [...source.files].map(
        ([file, { content }]) => [file, { content, version: 1 }] as const,
      )
      const copy = { version: 1, contentVersion: 1, files: new Map(files) }
      const item: ModelItem = { id: String(result), isDeleted: false, ...copy }
      state.items.push(item)
    },
  }
}

/** What happens around sessions: time, the sweep, items. */
export const otherMoves = {
  wait,
  sweepAll,
  deleteItem,
  copyItem,
} as const satisfies Readonly<Record<string, Mover>>
