import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { metricCatalog } from '../src/ports/metric-catalog.ts'
import type { Metric } from '../src/ports/metric.ts'

const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8')

/** A row of the page's table, as the catalog has it. */
const rowOf = ([name, metric]: readonly [string, Metric]): string => {
  const labels = Object.entries(metric.labels ?? {}).map(([label, values]) =>
    'says' in values ? `\`${label}\`` : `\`${label}\`: ${values.join(', ')}`,
  )
  return `| \`${name}\` | ${typeOf(metric)} | ${labels.join('; ')} | ${metric.help} |`
}

const typeOf = (metric: Metric): string => {
  if (metric.kind === 'level') return 'gauge'
  return metric.kind === 'reading' ? metric.type : metric.kind
}

it('the page of metrics tells of each, as the catalog does', () => {
  const written = page.split('\n').filter((line) => /^\| `\w+` \| (counter|gauge|hist)/.test(line))
  expect(written).toEqual(Object.entries<Metric>(metricCatalog).map(rowOf))
})

it('the expressions of the page ask for metrics that there are', () => {
  const asked = page.match(/\b(?:accession|process|nodejs)_[a-z0-9_]+\b/g) ?? []
  const known = Object.keys(metricCatalog)
  for (const name of asked) expect(known).toContain(name.replace(/_bucket$/, ''))
  expect(asked.length).toBeGreaterThan(known.length)
})
