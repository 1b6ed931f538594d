import { describe, expect, it } from 'vitest'
import { metricCatalog } from '../ports/metric-catalog.ts'
import type { MetricName } from '../ports/metrics.ts'
import { measured } from '../testing/measured.ts'
import { parseExposition } from '../testing/parse-exposition.ts'
import { createMetrics } from './create-metrics.ts'
import type { MetricRegistry } from './create-metrics.ts'
import { writeExposition } from './exposition.ts'

const read = (metrics: MetricRegistry) => parseExposition(writeExposition(metrics.families()))

describe('the text of metrics', () => {
  it('is what a strict reader takes, before anything was measured', () => {
    const metrics = read(createMetrics())
    expect(metrics.get('accession_uploads_total')?.samples).toContainEqual({
      name: 'accession_uploads_total',
      labels: { outcome: 'wrong_checksum' },
      value: 0,
    })
  })

  it('tells what was counted, by label', () => {
    const metrics = createMetrics()
    const upload = metrics.counter('accession_transfer_bytes_total', { direction: 'upload' })
    upload.add(5)
    upload.add()
    metrics.counter('accession_transfer_bytes_total', { direction: 'upload' }).add(4)
    expect(read(metrics).get('accession_transfer_bytes_total')).toEqual({
      type: 'counter',
      help: metricCatalog.accession_transfer_bytes_total.help,
      samples: [
        { name: 'accession_transfer_bytes_total', labels: { direction: 'upload' }, value: 10 },
        { name: 'accession_transfer_bytes_total', labels: { direction: 'download' }, value: 0 },
        { name: 'accession_transfer_bytes_total', labels: { direction: 'pull' }, value: 0 },
        { name: 'accession_transfer_bytes_total', labels: { direction: 'sync' }, value: 0 },
      ],
    })
  })

  it('tells levels as they are now', () => {
    const metrics = createMetrics()
    const running = metrics.level('accession_transfers_running', { direction: 'download' })
    running.add(3)
    running.add(-1)
    metrics.level('accession_sweep_last_success_timestamp_seconds').set(17.5)
    expect(measured(metrics, 'accession_transfers_running')).toBe(2)
    expect(read(metrics).get('accession_sweep_last_success_timestamp_seconds')).toMatchObject({
      type: 'gauge',
      samples: [{ value: 17.5 }],
    })
  })

  it('asks for a reading when it is written, and for the last one that was given', () => {
    const metrics = createMetrics()
    let value = 1
    metrics.reading('process_cpu_seconds_total', () => -1)
    metrics.reading('process_cpu_seconds_total', () => value)
    value = 2.5
    expect(read(metrics).get('process_cpu_seconds_total')).toMatchObject({
      type: 'counter',
      samples: [{ labels: {}, value: 2.5 }],
    })
  })

  it('adds up the buckets of a histogram; a bound belongs to its bucket', () => {
    const metrics = createMetrics()
    const histogram = metrics.histogram('accession_sweep_step_duration_seconds')
    for (const seconds of [0.001, 0.002, 0.5, 61]) histogram.observe(seconds)
    const samples = read(metrics).get('accession_sweep_step_duration_seconds')?.samples ?? []
    expect(samples.map(({ labels, value }) => [labels['le'], value])).toEqual([
      ['0.001', 1],
      ['0.01', 2],
      ['0.1', 2],
      ['1', 3],
      ['10', 3],
      ['60', 3],
      ['+Inf', 4],
      [undefined, 61.503],
      [undefined, 4],
    ])
  })

  it('escapes what would end a label', () => {
    const metrics = createMetrics()
    const version = 'a "b" \\n\nc\\'
    metrics.reading('accession_build_info', () => 1, { version, runtime: 'Node.js' })
    expect(read(metrics).get('accession_build_info')?.samples).toEqual([
      { name: 'accession_build_info', labels: { version, runtime: 'Node.js' }, value: 1 },
    ])
  })

  it.each([
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
    [1e21, '1e+21'],
  ])('spells %d as Prometheus reads it', (value, spelled) => {
    const metrics = createMetrics()
    metrics.reading('process_resident_memory_bytes', () => value)
    expect(writeExposition(metrics.families())).toContain(
      `\nprocess_resident_memory_bytes ${spelled}\n`,
    )
    expect(read(metrics).get('process_resident_memory_bytes')?.samples[0]?.value).toBe(value)
  })
})

it('every metric of the catalog can be told, and says in a sentence what it is', () => {
  const metrics = createMetrics()
  for (const [name, metric] of Object.entries(metricCatalog)) {
    expect(metric.help, name).toMatch(/^[A-Z].*[.\d]$/)
    if (metric.kind !== 'reading') continue
    const labels = 'labels' in metric ? Object.keys(metric.labels) : []
    const values = Object.fromEntries(labels.map((label) => [label, 'x']))
    metrics.reading(name as 'accession_postgres_waiting', () => 1, ...([values] as never as []))
  }
  metrics.counter('accession_commits_given_up_total', { operation: 'other' }).add()
  metrics.counter('accession_commit_attempts_total', { operation: 'other', outcome: 'taken' }).add()
  metrics.histogram('accession_http_request_duration_seconds', { operation: 'other' }).observe(1)
  metrics.counter('accession_http_errors_total', { error_type: 'NOT_FOUND' }).add()
  const asked = { operation: 'upload', dialect: 'none', status: '2xx' } as const
  metrics.counter('accession_http_requests_total', asked).add()
  expect([...read(metrics).keys()]).toEqual(Object.keys(metricCatalog) satisfies string[])
  expect((Object.keys(metricCatalog) as MetricName[]).length).toBeGreaterThan(20)
})
