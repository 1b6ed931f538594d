/** The values of a label that are too many to list here, but bounded all the same. */
export interface LabelText<Value extends string> {
  /** What they are, for people. */
  readonly says: string
  /** The type alone; it is never set. */
  readonly value?: Value
}

/** A label's values: all of them, or what they are. Never what a client can choose. */
type LabelValues = readonly string[] | LabelText<string>

/** A label whose values are bounded by a type. */
export const oneOf = <Value extends string>(says: string): LabelText<Value> => ({ says })

interface MetricFacts {
  /** One line that says what is measured. */
  readonly help: string
  readonly labels?: Readonly<Record<string, LabelValues>>
}

/** What is known of a metric before anything is measured. */
export type Metric =
  /** Only grows, while the process lives. */
  | (MetricFacts & { readonly kind: 'counter' })
  /** Goes up and down. */
  | (MetricFacts & { readonly kind: 'level' })
  /** Asked for when it is looked at. */
  | (MetricFacts & { readonly kind: 'reading'; readonly type: 'counter' | 'gauge' })
  /** Counts values up to each of the bounds, which grow. */
  | (MetricFacts & { readonly kind: 'histogram'; readonly bounds: readonly number[] })
