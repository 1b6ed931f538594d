/** What the tier of the tests decides: the long one repeats what meets by chance more often. */
export const tier =
  process.env['ACCESSION_TEST_LONG'] === '1' ? { rounds: 40, timeoutMs: 600_000 } : { rounds: 4 }
