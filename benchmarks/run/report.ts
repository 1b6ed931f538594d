import type { Goal, Outcome } from './figure.ts'
import { median } from './statistics.ts'

const titleWidth = 52

/** The line above the figures. */
export const heading = `${'median of the rounds (least to most)'.padEnd(titleWidth)}  figure                 expected  remarkable  verdict`

/** The lines of a figure: itself beside its goals, then the rates and the CPU time behind it. */
export const reportLines = (outcome: Outcome): string => {
  const { title, unit, goal, names, values, rates, cpuRatios, cpuMicroseconds } = outcome
  const isRatio = rates.length > 0
  const figure = `${short(median(values))}${isRatio ? ' ×' : ` ${unit}`} (${short(Math.min(...values))} to ${short(Math.max(...values))})`
  const goals = goal
    ? `${sign(goal)} ${short(goal.expected)}`.padEnd(10) +
      `${sign(goal)} ${short(goal.remarkable)}`.padEnd(12) +
      verdictOf(goal, median(values))
    : ''
  const line = `${title.padEnd(titleWidth)}  ${figure.padEnd(23)}${goals}`
  if (!isRatio) return line
  const sides = names.map((name, side) => {
    const cpu = median(cpuMicroseconds[side] ?? [])
    const cost = Number.isNaN(cpu) ? '' : `, ${short(cpu)} µs of a core each`
    return `${name} ${short(median(rates[side] ?? []))} ${unit}${cost}`
  })
  const cpu = median(cpuRatios)
  const byCpu = Number.isNaN(cpu) ? '' : `; by CPU time ${short(cpu)} ×`
  return `${line}\n    ${sides.join('; ')}${byCpu}`
}

/** What a figure came to, as its goals see it. */
const verdictOf = ({ sense, expected, remarkable }: Goal, value: number): string => {
  const reaches = (bound: number): boolean =>
    sense === 'at least' ? value >= bound : value <= bound
  if (reaches(remarkable)) return 'remarkable'
  return reaches(expected) ? 'as expected' : 'MISSED'
}

const sign = ({ sense }: Goal): string => (sense === 'at least' ? '≥' : '≤')

const short = (value: number): string => {
  const size = Math.abs(value)
  if (size >= 100) return Math.round(value).toLocaleString('en')
  return size >= 10 ? value.toFixed(1) : value.toFixed(2)
}
