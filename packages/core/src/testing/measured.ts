import type { MetricRegistry } from '../metrics/create-metrics.ts'
import type { MetricName } from '../ports/metrics.ts'

/**
 * The value of a metric with these labels, of all its series together where they leave a choice; a
 * histogram is looked at by its count.
 */
export const measured = (
  metrics: Pick<MetricRegistry, 'families'>,
  name: MetricName,
  labels: Readonly<Record<string, string>> = {},
): number =>
  metrics
    .families()
    .filter((family) => family.name === name)
    .flatMap(({ samples }) => samples)
    .filter(({ suffix }) => suffix === '' || suffix === '_count')
    .filter((sample) => {
      const given = new Map(sample.labels)
      return Object.entries(labels).every(([label, value]) => given.get(label) === value)
    })
    .reduce((sum, { value }) => sum + value, 0)
