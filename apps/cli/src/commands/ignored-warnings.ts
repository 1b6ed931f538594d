import { warningType, type WarningBehavior } from '@accession/core/contract'
import type { ImportOptions } from './plan-items.ts'

/** What a session is told of warnings about who signed its content; nothing unless they are ignored. */
export const ignoredWarnings = ({
  ignoreWarnings = false,
}: Pick<ImportOptions, 'ignoreWarnings'>): readonly WarningBehavior[] | undefined =>
  ignoreWarnings ? warningType.values.map((type) => ({ type, ignored: true })) : undefined
