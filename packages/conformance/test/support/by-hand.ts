import { findOperation } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import type { WireAnswer } from '../../src/wire/wire-request.ts'

/** The operation of a name; throws where there is none. */
export const operationNamed = (name: string): AnyOperation => {
  const operation = findOperation(name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}

/** An answer as a test writes it, its body in JSON. */
export const answer = (status: number, body?: unknown): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  bytes: new Uint8Array(),
  text: body === undefined ? '' : JSON.stringify(body),
  wasContinued: false,
  url: new URL('http://a'),
})
