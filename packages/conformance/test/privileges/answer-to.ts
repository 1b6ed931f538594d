import type { AnyOperation } from '@accession/core/contract'
import { spellings } from '../../src/spellings/spellings.ts'
import type { Arguments, SpellingName } from '../../src/spellings/spelling.ts'
import type { Credentials } from '../../src/wire/credentials.ts'
import type { WireError } from '../../src/wire/wire-error.ts'
import type { Ground } from './ground.ts'

/** What a call was answered: an error, or a result that has the form it must have. */
export interface CallAnswer {
  readonly error?: WireError
  readonly result?: unknown
}

/** Calls an operation, as the caller of the ground or with nothing to sign in. */
export const answerTo = async (
  ground: Ground,
  spellingName: SpellingName,
  operation: AnyOperation,
  given: Arguments,
  as: 'caller' | 'stranger' = 'caller',
): Promise<CallAnswer> => {
  const spelling = spellings[spellingName]
  const credentials = as === 'caller' ? await credentialsFor(ground, operation) : noCredentials
  const answer = await ground.send(spelling.write(operation, given, credentials))
  if (operation.name === 'session.delete' && as === 'caller') ground.giveUpToken()
  if (spelling.isError(answer)) return { error: spelling.readError(answer) }
  return { result: spelling.readResult(operation, answer) }
}

const noCredentials: Credentials = { kind: 'none' }

const credentialsFor = (ground: Ground, { name }: AnyOperation) =>
  name === 'session.create' ? ground.password : ground.token()
