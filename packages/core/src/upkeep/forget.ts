import { limits } from '../limits.ts'
import { clear, remove } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import type { World } from '../world.ts'

/** Each forgets rows whose time of keeping is over, in one commit; answers how many were due. */
type Forget = (world: World) => Promise<number>

const commitAll = async ({ store }: World, changes: readonly Change[]): Promise<void> => {
  if (changes.length > 0) await store.commit(changes)
}

/** Update sessions that ended a retention time ago; they hold no bytes any more. */
export const forgetUpdateSessions: Forget = async (world) => {
  const due = await world.store.find('updateSession', dueSince(world, 'forgetAt'))
  await commitAll(
    world,
    due.flatMap((session) => [
      remove('updateSession', session),
      clear('updateSessionFile', 'sessionId', session.id),
    ]),
  )
  return due.length
}

/** Download sessions that ended a retention time ago; they hold no references any more. */
export const forgetDownloadSessions: Forget = async (world) => {
  const due = await world.store.find('downloadSession', dueSince(world, 'forgetAt'))
  await commitAll(
    world,
    due.flatMap((session) => [
      remove('downloadSession', session),
      clear('downloadSessionFile', 'sessionId', session.id),
    ]),
  )
  return due.length
}

/** Files that an item gave up, once no session can show them. */
export const forgetItemFiles: Forget = async (world) => {
  const due = await world.store.find('itemFile', dueSince(world, 'forgetAt'))
  const now = world.clock.now()
  await commitAll(
    world,
    due.flatMap((file) => [
      remove('itemFile', file),
      ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
    ]),
  )
  return due.length
}

/** Client tokens past their retention. */
export const forgetClientTokens: Forget = async (world) => {
  const due = await world.store.find('clientToken', dueSince(world, 'forgetAt'))
  await commitAll(
    world,
    due.map((token) => remove('clientToken', token)),
  )
  return due.length
}

/** Tokens that idled out and were not used meanwhile. */
export const forgetTokens: Forget = async (world) => {
  const now = world.clock.now()
  const due = await world.store.find('token', {
    where: { expiresAt: { atMost: now } },
    orderBy: 'expiresAt',
    limit: limits.sweepBatchMax,
  })
  const idle = { expiresAt: { atMost: now } }
  await commitAll(
    world,
    due.map((token) => remove('token', token, idle)),
  )
  return due.length
}

const dueSince = <C extends 'forgetAt'>({ clock }: World, column: C) => ({
  where: { [column]: { atMost: clock.now() } } as {
    readonly [K in C]: { readonly atMost: number }
  },
  orderBy: column,
  limit: limits.sweepBatchMax,
})
