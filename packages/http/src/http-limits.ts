const second = 1_000
const mebibyte = 1024 * 1024

/** Bounds that only the wire knows; those of the library itself are in core's `limits`. */
export const httpLimits = {
  /** Characters of an address that an error repeats. */
  echoedAddressLengthMax: 2_048,
  /** Characters of a name in a JSON-RPC call, known or not, that an error repeats. */
  echoedNameLengthMax: 200,
  /** Characters of the id that a JSON-RPC call gives itself, and finds in its answer. */
  callIdLengthMax: 200,
  /** Characters of a parser's complaint that an error repeats. */
  parserMessageLengthMax: 200,
  /** What is still read of a body after it was refused, so that its sender reads the answer. */
  drainBytesMax: 64 * mebibyte,
  drainMs: 5 * second,
  /** How long the catalog and the file storage may take to tell that they are there. */
  readinessMs: 2 * second,
  /** How long a browser may remember what other origins may send. */
  preflightSeconds: 600,
} as const
