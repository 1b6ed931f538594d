/** Thrown by a case where the library breaks the rule that it tries. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure'
}

/** Thrown by a case that cannot be tried here; its message says why. */
export class CaseSkipped extends Error {
  override readonly name = 'CaseSkipped'
}
