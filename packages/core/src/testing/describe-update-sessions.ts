import { describe, it } from 'vitest'
import { isLong } from './scale.ts'
import { describeArchiveRaces } from './update-sessions/describe-archive-races.ts'
import { describeArchives } from './update-sessions/describe-archives.ts'
import { describeSessionFaults } from './update-sessions/describe-faults.ts'
import { describeSessionModel } from './update-sessions/describe-model.ts'
import { describeSessionRaces } from './update-sessions/describe-races.ts'
import { describeFileRules } from './update-sessions/describe-file-rules.ts'
import { describeItemTypes } from './update-sessions/describe-item-types.ts'
import { describeRules } from './update-sessions/describe-rules.ts'
import { describeTransfers } from './update-sessions/describe-transfers.ts'
import type { SessionSuite } from './update-sessions/place.ts'
import { severalNodes } from './update-sessions/several-nodes.ts'

export interface UpdateSessionsOptions {
  readonly isSlow?: boolean
  /** Whether `describeUpdateSessionsOnNodes` tries the same engine. */
  readonly isOnNodes?: boolean
}

/**
 * Update sessions over the adapters and the wire that a suite opens. Faults of the ports are tried
 * without a wire: it would only meet them in its own calls. Where an engine is slow, what others show
 * as well is left to the long tier: what is built of the same commits, and on one node what is tried
 * there on three.
 */
export const describeUpdateSessions = (
  name: string,
  suite: SessionSuite,
  { isSlow = false, isOnNodes = false }: UpdateSessionsOptions = {},
): void => {
  describe(`update sessions: ${name}`, () => {
    if (isOnNodes && !isLong) {
      describeTransfers(suite)
      describe.skip('all that is tried on three nodes', () =>
        it('is left to the long tier', () => undefined))
      return
    }
    describeRules(suite)
    describeFileRules(suite)
    describeTransfers(suite)
    describeSessionModel(suite)
    describeSessionRaces(suite)
    if (isSlow && !isLong) {
      describe.skip('types, archives and faults of ports', () =>
        it('are left to the long tier', () => undefined))
      return
    }
    describeItemTypes(suite)
    describeArchives(suite)
    describeArchiveRaces(suite)
    if (!suite.wire) describeSessionFaults(suite)
  })
}

/**
 * The same where calls and uploads take turns among three nodes. What a node tells a transfer of its
 * own at once, another learns with its next look: so what hangs on that moment is tried on one alone.
 */
export const describeUpdateSessionsOnNodes = (name: string, open: SessionSuite['open']): void => {
  const suite = { open, wire: severalNodes(3) }
  describe(`update sessions on three nodes: ${name}`, () => {
    describeRules(suite)
    describeFileRules(suite)
    describeSessionModel(suite)
    describeSessionRaces(suite)
    describeArchiveRaces(suite)
  })
}
