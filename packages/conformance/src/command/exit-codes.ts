/** What the command tells its caller; also in the help. */
export const exitCodes = { passed: 0, failed: 1, usage: 2 } as const

/** The exit codes, for the help. */
export const exitCodesHelp = `
Exit codes:
  0  no case failed
  1  at least one case failed
  2  nothing was tried: the command line is wrong, nobody answers, or the user is not let in`
