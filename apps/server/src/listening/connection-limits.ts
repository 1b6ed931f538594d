/** Bounds on connections, so that silent and crawling ones cannot crowd out the others. */
export const connectionLimits = {
  /** Connections at once; past it idle ones are closed and the newcomer is turned away. */
  connectionsMax: 4096,
  /** There a connection counts as idle, too, on which nothing was asked for so long. */
  unaskedMs: 1000,
  headerBytesMax: 16 * 1024,
  headersCountMax: 100,
  /** A connection must have sent its first headers, and each later request its own, by then. */
  headersMs: 15_000,
  /** A connection without a request is closed. */
  keepAliveMs: 65_000,
  /** A connection, or a stream of one, on which nothing moves either way is closed. */
  silentMs: 120_000,
  /** A request that is no transfer must have sent its body by then. */
  bodyMs: 30_000,
  /** What is still sent after an answer is read this long, so that the sender gets to the answer. */
  afterAnswerMs: 6000,
  /** Requests of one HTTP/2 connection at once, those counted that are still worked on after a reset. */
  streamsMax: 100,
  /** Requests over HTTP/2 at once, of all connections; one more is refused unread. */
  streamsOfAllMax: 1024,
  /** Bytes of a body that a client sends ahead over HTTP/2: each stream may hold as much memory. */
  streamWindowBytes: 1024 * 1024,
  /** PING and SETTINGS frames that a connection may send within ten seconds. */
  controlFramesMax: 100,
  /** Streams that the client of a connection may give up within ten seconds, before their answer. */
  resetsMax: 500,
} as const

/** The bounds, all or some of them set by whoever listens. */
export type ConnectionLimits = { readonly [Name in keyof typeof connectionLimits]: number }
