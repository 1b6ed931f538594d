import { limits } from '../limits.ts'
import type { SnapshotSource } from '../ports/snapshot.ts'
import type { World } from '../world.ts'
import { checkBytes } from './check-bytes.ts'
import { countReferences } from './count-references.ts'
import type { RowCounts } from './count-references.ts'
import type { Finding } from './finding.ts'
import { nameTouched } from './name-touched.ts'

/** How far a verification has come: bytes looked at of those there are. */
export interface VerifyProgress {
  readonly blobs: number
  readonly blobsOf: number
  readonly bytes: number
  readonly bytesOf: number
}

export interface VerifyOptions {
  /** Compares sizes alone; no bytes are read. @default false */
  readonly isFast?: boolean
  /**
   * Deletes bytes that no row knows, where nothing else is wrong and the catalog refers to others:
   * else the two may not belong together. @default false
   */
  readonly isRepairing?: boolean
  /** Bytes without a row that are younger are passed over. @default limits.orphanGraceMs */
  readonly graceMs?: number
  /** Blobs read at once. @default 4 */
  readonly atOnce?: number
  readonly signal: AbortSignal
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** What was looked at, and what is wrong. */
export interface Verified extends RowCounts {
  /** Bytes without a row that were deleted: they are among the findings. */
  readonly removed: number
}

/**
 * Whether every reference has its bytes, with the right size and digest, every blob its row and
 * every counter its right value. Servers go on meanwhile; what they are about to do is no finding.
 */
export const verifyCatalog = async (
  world: Pick<World, 'store' | 'blobs' | 'hashing' | 'clock'>,
  source: SnapshotSource,
  options: VerifyOptions,
): Promise<Verified> => {
  const { isFast = false, isRepairing = false, signal, onProgress = () => {} } = options
  const { graceMs = limits.orphanGraceMs, atOnce = 4 } = options
  const counts = await countInSnapshot(source)
  const findings = [...counts.findings]
  let blobs = 0
  let bytes = 0
  const onBlob = (): void => void blobs++
  const onBytes = (count: number): void => {
    bytes += count
    onProgress({ blobs, blobsOf: counts.blobs, bytes, bytesOf: counts.bytes })
  }
  const withoutRow = new Set(counts.findings.filter(isWithoutRow).map(({ id }) => id))
  const report = (finding: Finding): void => {
    if (!withoutRow.has(finding.id)) findings.push(finding)
  }
  await checkBytes(world, { isFast, graceMs, atOnce, signal, onBlob, onBytes }, report)
  const orphans = findings.filter(({ problem }) => problem === 'orphan_bytes')
  const isRemoving = isRepairing && orphans.length === findings.length && counts.blobs > 0
  if (isRemoving) await world.blobs.delete(orphans.map(({ id }) => id))
  return {
    ...counts,
    findings: await nameTouched(world, findings),
    removed: isRemoving ? orphans.length : 0,
  }
}

/** Its bytes, if there are any, are no orphans: something refers to them. */
const isWithoutRow = ({ problem }: Finding): boolean => problem === 'missing_row'

const countInSnapshot = async (source: SnapshotSource): Promise<RowCounts> => {
  await using snapshot = await source.readSnapshot()
  return await countReferences(snapshot)
}
