export { describeConformance } from './describe-conformance.ts'
export type { StartedTarget, SuiteOptions } from './describe-conformance.ts'
