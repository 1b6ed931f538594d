const { process } = globalThis as { process?: { env: Record<string, string | undefined> } }

/** Whether the long tier runs: the same cases with large counts, and those that only it has. */
export const isLong = process?.env['ACCESSION_TEST_LONG'] === '1'

/** A count of the short tier, or of the long one. */
export const scale = (short: number, long: number): number => (isLong ? long : short)
