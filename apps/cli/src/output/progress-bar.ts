import type { Progress } from '@accession/client'
import { formatBytes } from './format-bytes.ts'
import type { Output } from './output.ts'
import { printable } from './printable.ts'

const redrawMs = 100
const barWidth = 16

/** Shows how far a transfer has come, until it is closed. */
export interface ProgressBar {
  readonly onProgress: (progress: Progress) => void
  /** A remark on the way, which stays above the bar. */
  note(text: string): void
  close(): void
}

/** A bar on a terminal; elsewhere one plain line a file; nothing where a program reads. */
export const createProgressBar = (verb: string, output: Output): ProgressBar => {
  if (output.isForPeople && process.stderr.isTTY) return terminalBar(verb)
  // Files move beside each other, and each is told of when it begins.
  const begun = new Set<string>()
  return {
    onProgress({ file, fileSize }) {
      if (begun.has(file)) return
      begun.add(file)
      const told = fileSize === undefined ? '' : ` (${formatBytes(fileSize)})`
      output.note(`${verb} ${printable(file)}${told}`)
    },
    note: (text) => output.note(printable(text)),
    close() {},
  }
}

const terminalBar = (verb: string): ProgressBar => {
  const startedMs = Date.now()
  const colored = !process.env['NO_COLOR']
  let drawnMs = 0
  let last: Progress | undefined
  const draw = (progress: Progress) => {
    const line = barLine(verb, progress, Date.now() - startedMs, process.stderr.columns || 80)
    process.stderr.write(
      `\r\u001B[K${colored ? line.replace(/[█]+/, '\u001B[36m$&\u001B[39m') : line}`,
    )
  }
  return {
    onProgress(progress) {
      last = progress
      const isLast = progress.bytes === progress.size
      if (!isLast && Date.now() - drawnMs < redrawMs) return
      drawnMs = Date.now()
      draw(progress)
    },
    note(text) {
      process.stderr.write(`\r\u001B[K${printable(text)}\n`)
      if (last) draw(last)
    },
    close() {
      if (drawnMs > 0) process.stderr.write('\n')
    },
  }
}

/** One line of a bar, no wider than the terminal. */
export const barLine = (
  verb: string,
  { file, bytes, size }: Progress,
  elapsedMs: number,
  columns: number,
): string => {
  const rate = elapsedMs > 0 ? (bytes / elapsedMs) * 1_000 : 0
  const numbers = [
    ...(size === undefined ? [formatBytes(bytes)] : shareOf(bytes, size)),
    ...(rate > 0 ? [`${formatBytes(rate)}/s`] : []),
    ...(size === undefined ? [] : timeLeft(size - bytes, rate)),
  ].join(' ')
  const room = columns - numbers.length - verb.length - 3
  const name = printable(file)
  const shown = name.length <= room ? name : `${name.slice(0, Math.max(0, room - 1))}…`
  return `${verb} ${shown} ${numbers}`.slice(0, columns - 1)
}

const shareOf = (bytes: number, size: number): readonly string[] => {
  const part = size === 0 ? 1 : Math.min(1, bytes / size)
  const filled = Math.round(part * barWidth)
  return [
    `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`,
    `${Math.floor(part * 100)}%`.padStart(4),
    `${formatBytes(bytes)} of ${formatBytes(size)}`,
  ]
}

const timeLeft = (bytes: number, rate: number): readonly string[] => {
  const left = rate > 0 ? Math.ceil(bytes / rate) : 0
  return left > 0 ? [`${left} s left`] : []
}
