/** What is to be undone, the last first. */
export interface Undoing {
  readonly defer: (undo: () => unknown) => void
  readonly end: () => Promise<void>
}

/** Starts something in steps; where one fails, those before it are undone. */
export const undoing = async <T>(start: (undoing: Undoing) => Promise<T>): Promise<T> => {
  const undos: (() => unknown)[] = []
  const steps: Undoing = {
    defer: (undo) => void undos.unshift(undo),
    async end() {
      for (const undo of undos.splice(0)) await undo()
    },
  }
  try {
    return await start(steps)
  } catch (error) {
    await steps.end()
    throw error
  }
}
