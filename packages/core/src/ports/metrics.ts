import type { LabelText } from './metric.ts'
import type { metricCatalog } from './metric-catalog.ts'

type Catalog = typeof metricCatalog

/** The name of a metric of the catalog. */
export type MetricName = keyof Catalog

/** The names of the metrics of one kind. */
export type NameOf<Kind extends Catalog[MetricName]['kind']> = {
  [Name in MetricName]: Catalog[Name]['kind'] extends Kind ? Name : never
}[MetricName]

type ValueOf<Values> = Values extends readonly (infer Value)[]
  ? Value
  : Values extends LabelText<infer Value>
    ? Value
    : never

/** The labels of a metric with a value for each: of the listed ones, or of their type. */
export type LabelsOf<Name extends MetricName> = Catalog[Name] extends {
  readonly labels: infer Labels
}
  ? { readonly [Label in keyof Labels]: ValueOf<Labels[Label]> }
  : Readonly<Record<string, never>>

/** The labels as an argument: none where the metric has none. */
export type LabelArgument<Name extends MetricName> = Catalog[Name] extends {
  readonly labels: unknown
}
  ? [labels: LabelsOf<Name>]
  : []

export interface Counter {
  /** Adds 1, or as many; never less than 0. */
  add(count?: number): void
}

export interface Level {
  /** Adds as many, or takes away. */
  add(difference: number): void
  set(value: number): void
}

export interface Histogram {
  observe(value: number): void
}

/**
 * Where the process tells what it does, in numbers: the metrics of the catalog and no others. What
 * is asked for once may be kept and told as often as one likes; that costs an addition. Nothing
 * here fails or waits.
 */
export interface Metrics {
  counter<Name extends NameOf<'counter'>>(name: Name, ...labels: LabelArgument<Name>): Counter
  level<Name extends NameOf<'level'>>(name: Name, ...labels: LabelArgument<Name>): Level
  histogram<Name extends NameOf<'histogram'>>(name: Name, ...labels: LabelArgument<Name>): Histogram
  /** What `read` answers when somebody looks; a later one takes the place of an earlier. */
  reading<Name extends NameOf<'reading'>>(
    name: Name,
    read: () => number,
    ...labels: LabelArgument<Name>
  ): void
  /** Milliseconds of a clock that never goes back, for durations. */
  now(): number
}
