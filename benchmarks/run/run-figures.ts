import type { Contest, Figure, Measurement, Outcome, Sample } from './figure.ts'

/**
 * Runs figures round by round, all of them in each, so that what the machine does meanwhile meets
 * them alike; the sides of a contest take turns at going first. The first round is not counted: it
 * warms compilers and page cache.
 */
export const runFigures = async (
  figures: readonly Figure[],
  rounds: number,
  tell: (text: string) => void,
): Promise<readonly Outcome[]> => {
  const runs = figures.map((figure) =>
    figure.kind === 'contest' ? contestRun(figure) : measurementRun(figure),
  )
  for (let round = 0; round <= rounds; round++) {
    for (const [at, run] of runs.entries()) {
      tell(`${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}: ${figures[at]?.title}`)
      await run.take(round)
    }
  }
  return runs.map(({ outcome }) => outcome())
}

interface Run {
  readonly take: (round: number) => Promise<void>
  readonly outcome: () => Outcome
}

const contestRun = ({ title, unit, goal, ratio, names, sides }: Contest): Run => {
  const samples: (readonly [Sample, Sample])[] = []
  const [ours, peer] = sides
  return {
    async take(round) {
      const isOursFirst = round % 2 === 0
      const first = await (isOursFirst ? ours : peer)()
      const second = await (isOursFirst ? peer : ours)()
      if (round > 0) samples.push(isOursFirst ? [first, second] : [second, first])
    },
    outcome() {
      const rates = [0, 1].map((side) => samples.map((pair) => rateOf(pair[side])))
      const cpus = [0, 1].map((side) => samples.map((pair) => cpuOf(pair[side])))
      const [ourRates = [], peerRates = []] = rates
      const values = ourRates.map((rate, at) => {
        const other = peerRates[at] ?? Number.NaN
        return ratio === 'rate' ? rate / other : other / rate
      })
      const cpuRatios = (cpus[0] ?? []).map((cpu, at) => {
        const other = cpus[1]?.[at] ?? Number.NaN
        return ratio === 'rate' ? other / cpu : cpu / other
      })
      return { title, unit, goal, names, values, rates, cpuRatios, cpuMicroseconds: cpus }
    },
  }
}

const rateOf = (sample: Sample | undefined): number =>
  sample ? sample.count / sample.seconds : Number.NaN

const cpuOf = (sample: Sample | undefined): number =>
  sample ? (sample.cpuSeconds * 1e6) / sample.count : Number.NaN

const measurementRun = ({ title, unit, goal, rounds, measure }: Measurement): Run => {
  const values: number[] = []
  return {
    async take(round) {
      if (rounds === 1 && round > 0) return
      const value = await measure()
      if (round > 0 || rounds === 1) values.push(value)
    },
    outcome: () => ({
      title,
      unit,
      goal,
      names: ['Accession'],
      values,
      rates: [],
      cpuRatios: [],
      cpuMicroseconds: [],
    }),
  }
}
