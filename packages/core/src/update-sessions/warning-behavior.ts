import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'

/** Refuses more warning behaviors than a session keeps. */
export const checkWarningBehavior = (behaviors: readonly unknown[] | undefined): void => {
  if (behaviors && behaviors.length > limits.warningBehaviorsMax) {
    const args = ['warning_behavior', limits.warningBehaviorsMax] as const
    throw accessionError('accession.argument.too_many', args)
  }
}
