import { commitInParts } from '../commit/commit-in-parts.ts'
import { clear, remove } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import type { World } from '../world.ts'
import type { Sweeping, SweepStep } from './sweep-step.ts'

/** Removes what is due: each with what belongs to it, many in one commit. */
const forget = async <Row>(
  { world, takeTurn }: Sweeping,
  due: readonly Row[],
  removalOf: (row: Row) => readonly Change[],
): Promise<number> => {
  if (due.length === 0 || !(await takeTurn())) return 0
  const removed = await commitInParts(world, due.map(removalOf))
  return removed.filter(Boolean).length
}

const dueIn = ({ clock }: World, limit: number) => ({
  where: { forgetAt: { atMost: clock.now() } },
  orderBy: 'forgetAt' as const,
  limit,
})

/** Update sessions that ended a retention time ago; they hold no bytes any more. */
export const forgetUpdateSessions: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const due = await world.store.find('updateSession', dueIn(world, batchMax))
  return forget(sweeping, due, (session) => [
    remove('updateSession', session),
    clear('updateSessionFile', 'sessionId', session.id),
  ])
}

/** Download sessions that ended a retention time ago; they hold no references any more. */
export const forgetDownloadSessions: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const due = await world.store.find('downloadSession', dueIn(world, batchMax))
  return forget(sweeping, due, (session) => [
    remove('downloadSession', session),
    clear('downloadSessionFile', 'sessionId', session.id),
  ])
}

/** Files that an item gave up, once no session can show them. */
export const forgetItemFiles: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const due = await world.store.find('itemFile', dueIn(world, batchMax))
  const now = world.clock.now()
  return forget(sweeping, due, (file) => [
    remove('itemFile', file),
    ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
  ])
}

/** Versions that an item has had too many newer ones of to tell of them. */
export const forgetItemChanges: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const where = { surplus: 1, createdAt: { atMost: world.clock.now() } }
  const query = { where, orderBy: 'createdAt', limit: batchMax } as const
  const due = await world.store.find('itemChange', query)
  return forget(sweeping, due, (change) => [remove('itemChange', change)])
}

/** Client tokens past their retention. */
export const forgetClientTokens: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const due = await world.store.find('clientToken', dueIn(world, batchMax))
  return forget(sweeping, due, (token) => [remove('clientToken', token)])
}

/** Tasks that ended a retention time ago. */
export const forgetTasks: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const due = await world.store.find('task', dueIn(world, batchMax))
  return forget(sweeping, due, (task) => [remove('task', task)])
}

/** Tokens that idled out and were not used meanwhile. */
export const forgetTokens: SweepStep = async (sweeping) => {
  const { world, batchMax } = sweeping
  const idle = { expiresAt: { atMost: world.clock.now() } }
  const query = { where: idle, orderBy: 'expiresAt', limit: batchMax } as const
  const due = await world.store.find('token', query)
  return forget(sweeping, due, (token) => [remove('token', token, idle)])
}
