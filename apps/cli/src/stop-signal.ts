/** Why a command stops before its end: somebody asked it to. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly exitCode: number
  readonly signal: 'SIGINT' | 'SIGTERM'

  /** `goesOn` tells of what does not stop with the command. */
  constructor(signal: 'SIGINT' | 'SIGTERM', goesOn?: string) {
    super(`Stopped by ${signal}${goesOn === undefined ? '' : `: ${goesOn}`}`)
    this.signal = signal
    this.exitCode = signal === 'SIGINT' ? 130 : 143
  }
}

/** A terminal and a wrapper such as npx may both hand on one and the same Ctrl-C. */
const sameRequestMs = 1_000

/**
 * A signal that fires at the first Ctrl-C or SIGTERM, so that commands can clear up; another one,
 * later, ends the process at once.
 */
export const stopSignal = (): AbortSignal => {
  const controller = new AbortController()
  let firstMs: number | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const interrupted = new Interrupted(name)
      if (firstMs === undefined) {
        firstMs = performance.now()
        controller.abort(interrupted)
      } else if (performance.now() - firstMs > sameRequestMs) {
        process.exit(interrupted.exitCode)
      }
    })
  }
  return controller.signal
}
