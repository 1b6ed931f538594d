const { process } = globalThis as { process?: { env: Record<string, string | undefined> } }

/** Whether the long tier runs: the same cases with large counts. */
const isLong = process?.env['ACCESSION_TEST_LONG'] === '1'

/** A count of the short tier, or of the long one. */
export const scale = (short: number, long: number): number => (isLong ? long : short)
