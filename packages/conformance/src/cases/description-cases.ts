import { operations } from '@accession/core/contract'
import { check, checkEqual, checkMatches, isRecord } from '../check/check.ts'
import { defineCases } from '../run/conformance-case.ts'
import { addressedSpellings } from '../spellings/spelling.ts'
import { parseBody } from '../wire/parse-body.ts'

/** What it tells of itself, to programs and to people. */
export const descriptionCases = defineCases('description', 'The description for programs', {
  'it holds every operation, and is the same on every node': {
    spellings: addressedSpellings,
    run: async (context) => {
      const get = { method: 'GET', path: '/openapi.json' }
      const answer = await context.send(get)
      checkEqual('The status of the document', answer.status, 200)
      const document = parseBody(answer)
      checkMatches('The document', document, { openapi: /^3\.1\.\d+$/ })
      const ids = operationIds(document)
      for (const { name } of operations) {
        const id = `${context.spelling.name}.${name}`
        check(ids.has(id), `The document has no ${id}`)
      }
      const etag = answer.headers['etag'] ?? ''
      for (const url of context.target.urls) {
        const again = await context.send({ ...get, headers: { 'if-none-match': etag } }, url)
        checkEqual('The status of a document that is known already', again.status, 304)
      }
    },
  },
  'its page has no script': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { status, headers, text } = await context.send({ method: 'GET', path: '/docs' })
      checkEqual('The status of the page', status, 200)
      checkMatches('The headers of the page', headers, {
        'content-type': /^text\/html\b/,
        'content-security-policy': /^default-src 'none';(?!.*(script-src|unsafe))/,
      })
      check(text.includes('updateSession.complete'), 'The page must show the operations')
      check(!/<script/i.test(text), 'The page must not have a script')
    },
  },
})

const operationIds = (document: unknown): ReadonlySet<unknown> => {
  check(isRecord(document) && isRecord(document['paths']), 'The document must have paths')
  const described = Object.values(document['paths']).flatMap((item) => Object.values(item ?? {}))
  return new Set(described.map((one) => (isRecord(one) ? one['operationId'] : undefined)))
}
