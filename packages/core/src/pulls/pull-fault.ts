import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { FetchError } from '../ports/fetcher.ts'
import type { FetchFailure } from '../ports/fetcher.ts'
import { isContentFault } from '../transfers/content-fault.ts'

/** Why a pull did not come to its end, and whether another try may. */
export class PullFault extends Error {
  override readonly name = 'PullFault'
  readonly error: AccessionError
  readonly isPassing: boolean
  /** What was kept is of another file. */
  readonly isOfAnother: boolean

  constructor(
    error: AccessionError,
    { isPassing, isOfAnother = false }: { isPassing: boolean; isOfAnother?: boolean },
  ) {
    super(error.message, { cause: error })
    this.error = error
    this.isPassing = isPassing
    this.isOfAnother = isOfAnother
  }
}

const passing: readonly FetchFailure[] = ['HOST_NOT_FOUND', 'UNREACHABLE', 'TIMED_OUT']

/** Faults of a transfer that are not of the bytes: the connection, or the room for them. */
const passingFaults: readonly string[] = [
  'accession.transfer.too_slow',
  'accession.transfer.interrupted',
  'accession.transfer.space_ran_out',
  'accession.blob.storage_full',
]

/** What was caught during a pull as a fault of it; undefined for what is none. */
export const pullFault = (error: unknown, name: string): PullFault | undefined => {
  if (error instanceof PullFault) return error
  if (error instanceof FetchError) {
    const told = accessionError('accession.pull.not_fetched', [name, error.message], {
      cause: error,
    })
    return new PullFault(told, { isPassing: passing.includes(error.failure) })
  }
  if (!isAccessionError(error)) return undefined
  // The meter tells of an interruption, the cause of it says more.
  const within = pullFault(error.cause, name)
  if (within) return within
  const isPassing =
    passingFaults.includes(error.id) || isAccessionError(error, 'UNABLE_TO_ALLOCATE_RESOURCE')
  // A fault of the content stands in the way of the file for good, whoever sends it.
  const isLasting = error.id === 'accession.pull.in_pieces' || isContentFault(error)
  return isPassing || isLasting ? new PullFault(error, { isPassing }) : undefined
}
