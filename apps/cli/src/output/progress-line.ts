import type { Output } from './output.ts'

const redrawMs = 100

/** A line about long work that is drawn anew as it goes on. */
export interface ProgressLine extends Disposable {
  show(text: string): void
  clear(): void
}

const nowhere: ProgressLine = { show() {}, clear() {}, [Symbol.dispose]() {} }

/** A line on a terminal; nothing elsewhere, nor where a program reads. */
export const createProgressLine = (output: Output): ProgressLine => {
  const { stderr } = process
  if (!output.isForPeople || !stderr.isTTY) return nowhere
  let drawnMs = 0
  const clear = (): void => {
    if (drawnMs > 0) stderr.write('\r\u001B[K')
    drawnMs = 0
  }
  return {
    show(text) {
      if (Date.now() - drawnMs < redrawMs) return
      drawnMs = Date.now()
      stderr.write(`\r\u001B[K${text.slice(0, (stderr.columns || 80) - 1)}`)
    },
    clear,
    [Symbol.dispose]: clear,
  }
}
