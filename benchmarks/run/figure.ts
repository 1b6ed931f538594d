/** What a figure should come to, and what would be remarkable. */
export interface Goal {
  readonly sense: 'at least' | 'at most'
  readonly expected: number
  readonly remarkable: number
}

/** One side of a contest, once: work that was done in so many seconds, and what of a core that took. */
export interface Sample {
  readonly count: number
  readonly seconds: number
  /** Of the server alone; NaN where nobody can tell. */
  readonly cpuSeconds: number
}

/** Two that do the same work in turn; the figure is a ratio of their rates, or of their times. */
export interface Contest {
  readonly kind: 'contest'
  readonly title: string
  /** What rates count: `GET/s`. */
  readonly unit: string
  readonly goal?: Goal
  /** Of rates, the first against the second; or the other way round, for what something costs. */
  readonly ratio: 'rate' | 'cost'
  readonly names: readonly [string, string]
  readonly sides: readonly [() => Promise<Sample>, () => Promise<Sample>]
}

/** Something of which the value itself counts: milliseconds, MiB. */
export interface Measurement {
  readonly kind: 'measurement'
  readonly title: string
  readonly unit: string
  readonly goal?: Goal
  /** Once in each round, or once in all. */
  readonly rounds?: 1
  readonly measure: () => Promise<number>
}

export type Figure = Contest | Measurement

/** What came of a figure. */
export interface Outcome {
  readonly title: string
  readonly unit: string
  readonly goal: Goal | undefined
  readonly names: readonly string[]
  /** The figure of each round: a ratio, or a value. */
  readonly values: readonly number[]
  /** The rates of each side. */
  readonly rates: readonly (readonly number[])[]
  /** CPU time for the same work, the second's by the first's; empty where there is no second. */
  readonly cpuRatios: readonly number[]
  readonly cpuMicroseconds: readonly (readonly number[])[]
}
