import type { SuiteOptions } from '../../src/vitest/index.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

/** What the tier of the tests decides: the long one repeats what meets by chance more often. */
export const tier: SuiteOptions = isLong ? { rounds: 40, timeoutMs: 600_000 } : { rounds: 4 }

/**
 * The same where JSON-RPC need not be tried each time: only its codec differs from the others, so
 * SQLite is enough outside the long tier.
 */
export const tierOfAddresses: SuiteOptions = isLong ? tier : { ...tier, spellings: ['rest', 'api'] }

/** The same where each case takes long: how an address is spelled is nothing that a host does differently. */
export const tierOfOneSpelling: SuiteOptions = isLong ? tier : { ...tier, spellings: ['api'] }

/** The same for Workers, where what meets by chance takes longest; nodes try it as often as ever. */
export const tierOfWorkers: SuiteOptions = isLong ? tier : { ...tierOfOneSpelling, rounds: 2 }
