/** A signal that fires when another one does, or when told to. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  stop(reason?: unknown): void
  /** Lets go of the other signal, which may outlive what this one is for. */
  release(): void
}

/** Links a signal of its own to another; throws the other's reason when that has fired already. */
export const linkSignal = (other: AbortSignal | undefined): LinkedSignal => {
  other?.throwIfAborted()
  const controller = new AbortController()
  const forward = () => controller.abort(other?.reason)
  other?.addEventListener('abort', forward, { once: true })
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(reason),
    release: () => other?.removeEventListener('abort', forward),
  }
}
