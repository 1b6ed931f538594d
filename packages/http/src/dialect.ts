import type { AnyOperation } from '@accession/core/contract'
import type { AccessionError } from '@accession/core/errors'
import type { Answer } from './answer/answer.ts'
import type { Spelling } from './codec/spelling.ts'
import type { Address } from './routing/address.ts'

/** A way to spell operations by address and method: JSON-RPC, where all share one, is not among them. */
export interface Dialect {
  readonly name: 'rest' | 'api'
  readonly spelling: Spelling
  addresses(operation: AnyOperation): readonly Address[]
  /** The status of an answer that is no error. */
  statusOf(operation: AnyOperation): 200 | 201 | 204
  writeResult(operation: AnyOperation, result: unknown): Answer
  writeError(error: AccessionError): Answer
}
