import type { AnyOperation } from '@accession/core/contract'
import type { Credentials } from '../wire/credentials.ts'
import type { WireError } from '../wire/wire-error.ts'
import type { WireAnswer, WireRequest } from '../wire/wire-request.ts'

/** The arguments of a call by name, right or, as cases need them, wrong. */
export type Arguments = Readonly<Record<string, unknown>>

/** One way to write calls and to read their answers; reading judges the form and fails on a fault. */
export interface Spelling {
  readonly name: SpellingName
  write(operation: AnyOperation, given: Arguments, credentials: Credentials): WireRequest
  isError(answer: WireAnswer): boolean
  readResult(operation: AnyOperation, answer: WireAnswer): unknown
  readError(answer: WireAnswer): WireError
}

/** The spellings that the suite knows. */
export const spellingNames = ['rest', 'api', 'json-rpc'] as const

/** Those that give each operation an address, and have rules of HTTP besides. */
export const addressedSpellings = ['rest', 'api'] as const

export type SpellingName = (typeof spellingNames)[number]
