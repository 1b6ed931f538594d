/** A metric as a reader of the text finds it. */
export interface ParsedMetric {
  readonly type: string
  readonly help: string
  /** Each line: the whole name, its labels and its value. */
  readonly samples: readonly ParsedSample[]
}

export interface ParsedSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const labelPattern = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|$)/gy
const linePattern = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/
const numberPattern = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]Inf|NaN)$/
const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\"': '"' }

/**
 * Reads the text format of Prometheus, version 0.0.4, and throws at whatever it does not allow:
 * written from its description, and stricter than Prometheus is.
 */
export const parseExposition = (text: string): ReadonlyMap<string, ParsedMetric> => {
  if (!text.endsWith('\n')) throw new Error('The last line has no end')
  const metrics = new Map<string, ParsedMetric & { readonly samples: ParsedSample[] }>()
  const lines = text.slice(0, -1).split('\n')
  let current = ''
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const [, helpOf = '', help = ''] = /^# HELP (\S+) (.+)$/.exec(line) ?? []
    if (helpOf !== '') {
      const [, typeOf, type = ''] = /^# TYPE (\S+) (\S+)$/.exec(lines[++index] ?? '') ?? []
      if (!namePattern.test(helpOf) || typeOf !== helpOf) throw new Error(`No type: ${line}`)
      if (!['counter', 'gauge', 'histogram'].includes(type)) throw new Error(`Odd type: ${type}`)
      if (metrics.has(helpOf)) throw new Error(`Twice: ${helpOf}`)
      metrics.set(helpOf, { type, help: unescape(help), samples: [] })
      current = helpOf
      continue
    }
    const metric = metrics.get(current)
    const sample = parseSample(line)
    if (!metric || !namesOf(current, metric.type).includes(sample.name))
      throw new Error(`Under ${current}: ${line}`)
    metric.samples.push(sample)
  }
  for (const [name, metric] of metrics) checkMetric(name, metric)
  return metrics
}

const parseSample = (line: string): ParsedSample => {
  const [, name = '', inBraces, number = ''] = linePattern.exec(line) ?? []
  if (!namePattern.test(name) || !numberPattern.test(number)) throw new Error(`No sample: ${line}`)
  const labels = inBraces === undefined ? {} : parseLabels(inBraces)
  return { name, labels, value: Number(number.replace('Inf', 'Infinity')) }
}

const parseLabels = (text: string): Readonly<Record<string, string>> => {
  const labels: Record<string, string> = {}
  let end = 0
  for (const { 0: whole, 1: label = '', 2: value = '', index } of text.matchAll(labelPattern)) {
    if (label in labels || label.startsWith('__')) throw new Error(`The label ${label}: ${text}`)
    labels[label] = unescape(value)
    end = index + whole.length
  }
  if (end !== text.length || text === '') throw new Error(`No labels: ${text}`)
  return labels
}

const unescape = (text: string): string =>
  text.replaceAll(/\\[\\n"]/g, (escaped) => escapes[escaped] ?? escaped)

const namesOf = (name: string, type: string): readonly string[] =>
  type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]

/** The rules that `promtool check metrics` holds names against, and what a histogram must add up to. */
const checkMetric = (name: string, { type, samples }: ParsedMetric): void => {
  const complain = (about: string): never => {
    throw new Error(`${name} ${about}`)
  }
  if (samples.length === 0) complain('has no samples')
  if ((type === 'counter') !== name.endsWith('_total')) complain('is a counter or ends in _total')
  if (/_(count|sum|bucket|gauge|counter|histogram)$/.test(name)) complain('ends in a reserved word')
  if (/_(ms|milliseconds|kilobytes|percent|minutes|hours)(_|$)/.test(name))
    complain('has no base unit')
  const keys = samples.map((sample) => sample.name + JSON.stringify(sortedLabels(sample.labels)))
  if (new Set(keys).size !== keys.length) complain('tells the same series twice')
  if (type === 'counter' && samples.some(({ value }) => !(value >= 0))) complain('is below 0')
  if (type === 'histogram') checkHistogram(samples, complain)
}

const checkHistogram = (
  samples: readonly ParsedSample[],
  complain: (about: string) => never,
): void => {
  const counts = samples.filter(({ name }) => name.endsWith('_count'))
  for (const { labels, value } of counts) {
    const key = JSON.stringify(sortedLabels(labels))
    const buckets = samples
      .filter(({ name }) => name.endsWith('_bucket'))
      .map(({ labels: { le = '', ...others }, ...rest }) => ({ ...rest, le, others }))
      .filter(({ others }) => JSON.stringify(sortedLabels(others)) === key)
    const bounds = buckets.map(({ le }) => (le === '+Inf' ? Infinity : Number(le)))
    if (bounds.some((bound, index) => !(bound > (bounds[index - 1] ?? -Infinity))))
      complain('has bounds out of order')
    if (buckets.some((bucket, index) => bucket.value < (buckets[index - 1]?.value ?? 0)))
      complain('has buckets that shrink')
    if (bounds.at(-1) !== Infinity || buckets.at(-1)?.value !== value)
      complain('does not end at its count')
  }
  if (samples.filter(({ name }) => name.endsWith('_sum')).length !== counts.length)
    complain('has not a sum for each count')
}

const sortedLabels = (labels: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))
