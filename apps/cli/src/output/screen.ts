import type { Output } from './output.ts'

/** A part of the terminal that is drawn anew, again and again. */
export interface Screen extends Disposable {
  /** Whether there is a terminal; without one nothing is drawn. */
  readonly isLive: boolean
  draw(lines: (columns: number) => readonly string[]): void
}

/** The lines below the cursor, on a terminal where a person reads. */
export const createScreen = (output: Output): Screen => {
  const { stdout } = process
  const isLive = output.isForPeople && stdout.isTTY
  let drawn = 0
  return {
    isLive,
    draw(lines) {
      if (!isLive) return
      const { columns, rows } = stdout
      const all = lines(columns - 1)
      // What does not fit would scroll away, and could not be drawn over.
      const room = Math.max(1, rows - 2)
      const more = all.length > room ? [`… ${all.length - room} more lines`] : []
      const shown = [...all.slice(0, room), ...more]
      const up = drawn > 0 ? `\u001B[${drawn}A` : '\u001B[?25l'
      stdout.write(`${up}\r\u001B[J${shown.map((line) => `${line}\n`).join('')}`)
      drawn = shown.length
    },
    [Symbol.dispose]() {
      if (isLive) stdout.write('\u001B[?25h')
    },
  }
}
