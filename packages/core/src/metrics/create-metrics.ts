import type { Metric } from '../ports/metric.ts'
import { metricCatalog } from '../ports/metric-catalog.ts'
import type { Counter, Histogram, Level, MetricName, Metrics } from '../ports/metrics.ts'

/** One number of a metric, as it is told. */
export interface MetricSample {
  readonly suffix: '' | '_bucket' | '_sum' | '_count'
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly value: number
}

/** A metric with all that was measured of it. */
export interface MetricFamily {
  readonly name: MetricName
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly MetricSample[]
}

/** Metrics that can be looked at. */
export interface MetricRegistry extends Metrics {
  /** All that was measured so far, in the catalog's order; a metric without any is left out. */
  families(): MetricFamily[]
}

type Labels = Readonly<Record<string, string>>
type LabelPairs = MetricSample['labels']

interface Series {
  samples(): MetricSample[]
}

/** A metric, and what was measured of it by the values of its labels. */
interface Family {
  readonly metric: Metric
  readonly labelNames: readonly string[]
  readonly series: Map<string, Series>
}

type Told = Counter & Level & Histogram & Series

/**
 * Keeps the metrics of a process in memory. What has listed labels is there from the start, at 0, so
 * that its first increase is seen.
 */
export const createMetrics = (now: () => number = () => performance.now()): MetricRegistry => {
  const families = new Map<MetricName, Family>()
  for (const [name, metric] of Object.entries<Metric>(metricCatalog))
    families.set(name as MetricName, createFamily(metric))

  const familyOf = (name: MetricName): Family => families.get(name) as Family
  const told = (name: MetricName, labels: Labels = {}): Told => {
    const { metric, labelNames, series } = familyOf(name)
    const key = keyOf(labelNames, labels)
    const known = series.get(key)
    if (known) return known as Told
    const made = createSeries(metric, pairsOf(labelNames, labels))
    series.set(key, made)
    return made as Told
  }

  for (const [name, { metric }] of families) {
    if (metric.kind === 'reading') continue
    for (const labels of listed(metric)) told(name, labels)
  }

  return {
    counter: (name, ...[labels]) => told(name, labels),
    level: (name, ...[labels]) => told(name, labels),
    histogram: (name, ...[labels]) => told(name, labels),
    reading(name, read, ...[labels]) {
      const { labelNames, series } = familyOf(name)
      const pairs = pairsOf(labelNames, labels)
      const samples = (): MetricSample[] => [{ suffix: '', labels: pairs, value: read() }]
      series.set(keyOf(labelNames, labels), { samples })
    },
    now,
    families: () =>
      [...families]
        .map(([name, { metric, series }]) => ({
          name,
          type: typeOf(metric),
          help: metric.help,
          samples: [...series.values()].flatMap((one) => one.samples()),
        }))
        .filter(({ samples }) => samples.length > 0),
  }
}

const createFamily = (metric: Metric): Family => ({
  metric,
  labelNames: Object.keys(metric.labels ?? {}),
  series: new Map(),
})

const keyOf = (labelNames: readonly string[], labels: Labels = {}): string => {
  let key = ''
  for (const name of labelNames) key += `${labels[name]}\0`
  return key
}

const pairsOf = (labelNames: readonly string[], labels: Labels = {}): LabelPairs =>
  labelNames.map((name) => [name, labels[name] ?? ''] as const)

/** Every combination of a metric's labels; none where one of them is not listed. */
const listed = ({ labels = {} }: Metric): Labels[] =>
  Object.entries(labels).reduce<Labels[]>(
    (combinations, [label, values]) =>
      'says' in values
        ? []
        : combinations.flatMap((before) => values.map((value) => ({ ...before, [label]: value }))),
    [{}],
  )

const typeOf = (metric: Metric): MetricFamily['type'] => {
  if (metric.kind === 'level') return 'gauge'
  return metric.kind === 'reading' ? metric.type : metric.kind
}

const createSeries = (metric: Metric, labels: LabelPairs): Series =>
  metric.kind === 'histogram' ? createHistogram(metric.bounds, labels) : createNumber(labels)

const createNumber = (labels: LabelPairs): Counter & Level & Series => {
  let value = 0
  return {
    add(difference = 1) {
      value += difference
    },
    set(next) {
      value = next
    },
    samples: () => [{ suffix: '', labels, value }],
  }
}

const createHistogram = (bounds: readonly number[], labels: LabelPairs): Histogram & Series => {
  /** How many values fell between each bound and the one before; beyond the last in the last. */
  const counts = Array.from({ length: bounds.length + 1 }, () => 0)
  let sum = 0
  return {
    observe(value) {
      let index = 0
      while (index < bounds.length && value > (bounds[index] as number)) index++
      counts[index] = (counts[index] as number) + 1
      sum += value
    },
    samples() {
      let count = 0
      const buckets = counts.map((added, index): MetricSample => {
        count += added
        const bound = bounds[index]
        const le = bound === undefined ? '+Inf' : String(bound)
        return { suffix: '_bucket', labels: [...labels, ['le', le]], value: count }
      })
      return [
        ...buckets,
        { suffix: '_sum', labels, value: sum },
        { suffix: '_count', labels, value: count },
      ]
    },
  }
}
