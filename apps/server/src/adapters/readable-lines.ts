import { styleText } from 'node:util'

type Style = 'dim' | 'yellow' | 'red' | 'cyan'

const levelStyles: Readonly<Record<string, Style>> = {
  debug: 'dim',
  warn: 'yellow',
  error: 'red',
  audit: 'cyan',
}

/** A JSON log line as a person at a terminal reads it: `12:03:04 warn  upload.cut file=a.iso`. */
export const readableLine = (json: string): string => {
  const { time, level, event, err, ...fields } = JSON.parse(json) as Record<string, unknown>
  const name = String(level)
  const style = levelStyles[name]
  const label = style ? styleText(style, name.padEnd(5)) : name.padEnd(5)
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${valueText(value)}`)
  const line = `${clockTime(String(time))} ${label} ${String(event)}${pairs.join('')}`
  const stack = (err as { stack?: string } | undefined)?.stack
  return stack === undefined ? `${line}\n` : `${line}\n${printable(stack)}\n`
}

const clockTime = (time: string): string => time.slice(11, 19)

/** Bare where it is one plain word; quoted, with controls escaped, otherwise. */
const valueText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[\w.:@/+-]+$/.test(text) ? text : JSON.stringify(text)
}

// A name that a client chose must not steer the terminal.
const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]/gu, '�')
