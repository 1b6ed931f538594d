import type { MetricFamily, MetricSample } from './create-metrics.ts'

/** The media type of the text. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/** Metrics as the text that Prometheus reads. */
export const writeExposition = (families: readonly MetricFamily[]): string =>
  families
    .map(
      ({ name, type, help, samples }) =>
        `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${samples
          .map((sample) => writeSample(name, sample))
          .join('')}`,
    )
    .join('')

const writeSample = (name: string, { suffix, labels, value }: MetricSample): string => {
  const pairs = labels.map(([label, text]) => `${label}="${escapeValue(text)}"`)
  const braces = pairs.length === 0 ? '' : `{${pairs.join(',')}}`
  return `${name}${suffix}${braces} ${writeNumber(value)}\n`
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')

const escapeValue = (text: string): string => escapeHelp(text).replaceAll('"', '\\"')

const writeNumber = (value: number): string => {
  if (Number.isFinite(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? '+Inf' : '-Inf'
}
