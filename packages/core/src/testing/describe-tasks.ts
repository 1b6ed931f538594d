import { describe } from 'vitest'
import { describeTaskRaces } from './tasks/describe-races.ts'
import { describeTaskRuns } from './tasks/describe-runs.ts'
import type { OpenTaskStore } from './tasks/describe-runs.ts'

/** Tasks over the catalog that a suite opens: how they go on, end, and meet each other. */
export const describeTasks = (name: string, open: OpenTaskStore): void => {
  describe(`tasks: ${name}`, () => {
    describeTaskRuns(open)
    describeTaskRaces(open)
  })
}
