import { apiSpelling } from './api-spelling.ts'
import { jsonRpcSpelling } from './json-rpc-spelling.ts'
import { restSpelling } from './rest-spelling.ts'
import type { Spelling, SpellingName } from './spelling.ts'

/** Every spelling by its name. */
export const spellings: { readonly [Name in SpellingName]: Spelling } = {
  rest: restSpelling,
  api: apiSpelling,
  'json-rpc': jsonRpcSpelling,
}
