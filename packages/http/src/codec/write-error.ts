import type { AccessionError } from '@accession/core/errors'
import type { Spelling } from './spelling.ts'
import { writeFlatError } from './write-value.ts'
import type { FlatError } from './write-value.ts'

/** An error as the flat structure that `/api` answers. */
export const writeErrorBody = (
  { type: error_type, messages, data }: AccessionError,
  spelling: Pick<Spelling, 'maps'>,
): FlatError => writeFlatError({ error_type, messages, data }, { ...spelling, errors: 'flat' })
