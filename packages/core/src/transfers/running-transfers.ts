/** A transfer that runs in this process, and the way to stop it. */
interface RunningTransfer {
  readonly sessionId: string
  readonly sessionFileId: string
  /** The blob that it writes: its own, whoever else uploads the same file. */
  readonly blobId: string
  readonly stop: AbortController
}

/**
 * The uploads that run in this process. Stopping one only spares it the rest of its bytes: what
 * keeps an unwanted upload from the item is the check in its last commit, on whatever node.
 */
export interface RunningTransfers {
  /** Tells of a transfer while it runs; the answer ends that. */
  add(transfer: RunningTransfer): () => void
  /** Stops the transfers of a session, or of one file of it, with an error that its sender gets. */
  stop(reason: Error, sessionId: string, sessionFileId?: string): void
  /** Stops the one transfer of a session that writes the blob, if it runs here. */
  stopOne(reason: Error, sessionId: string, blobId: string): void
  /** Stops all of them: the process ends. */
  stopAll(reason: Error): void
  /** Whether a transfer that nobody has stopped writes the blob. */
  isWriting(blobId: string): boolean
  readonly count: number
}

/** An empty record of running transfers. */
export const createRunningTransfers = (): RunningTransfers => {
  const bySession = new Map<string, Set<RunningTransfer>>()
  return {
    add(transfer) {
      const { sessionId } = transfer
      const running = bySession.get(sessionId) ?? new Set()
      bySession.set(sessionId, running.add(transfer))
      return () => {
        running.delete(transfer)
        if (running.size === 0 && bySession.get(sessionId) === running) bySession.delete(sessionId)
      }
    },
    stop(reason, sessionId, sessionFileId) {
      for (const transfer of bySession.get(sessionId) ?? [])
        if (sessionFileId === undefined || transfer.sessionFileId === sessionFileId)
          transfer.stop.abort(reason)
    },
    stopOne(reason, sessionId, blobId) {
      for (const transfer of bySession.get(sessionId) ?? [])
        if (transfer.blobId === blobId) transfer.stop.abort(reason)
    },
    stopAll(reason) {
      for (const running of bySession.values())
        for (const transfer of running) transfer.stop.abort(reason)
    },
    isWriting(blobId) {
      for (const running of bySession.values())
        for (const transfer of running)
          if (transfer.blobId === blobId) return !transfer.stop.signal.aborted
      return false
    },
    get count() {
      let count = 0
      for (const running of bySession.values()) count += running.size
      return count
    },
  }
}
