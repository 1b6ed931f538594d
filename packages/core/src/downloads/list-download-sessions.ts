import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { listOwnSessions } from '../items/list-own-sessions.ts'
import type { World } from '../world.ts'

/** The ids of the caller's own sessions, whatever their state; of one item if asked. */
export const listDownloadSessions = (
  world: World,
  caller: Caller,
  { library_item_id }: Input<'downloadSession.list'>,
): Promise<Result<'downloadSession.list'>> =>
  listOwnSessions(world, caller, 'downloadSession', contract.downloadSession.list, library_item_id)
