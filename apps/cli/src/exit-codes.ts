/** What the process tells its caller; also in the help. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Not signed in, or signed in without the right. */
  notAllowed: 3,
  notFound: 4,
  unreachable: 5,
} as const

/** The exit codes, for the help. */
export const exitCodesHelp = `
Exit codes:
  0  done
  1  failed
  2  the command line is wrong
  3  not signed in, or not allowed
  4  the named library, item, session or file does not exist
  5  the server cannot be reached
  130  interrupted`
