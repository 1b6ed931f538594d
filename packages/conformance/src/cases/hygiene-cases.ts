import { check, checkEqual, checkMatches } from '../check/check.ts'
import { makeLibrary } from '../fixtures/libraries.ts'
import { defineCases } from '../run/conformance-case.ts'
import { addressedSpellings } from '../spellings/spelling.ts'

/** What holds for every answer. */
export const hygieneCases = defineCases('hygiene', 'Spellings', {
  'every answer has an id of its own, and says what browsers must not do': {
    spellings: addressedSpellings,
    run: async (context) => {
      const base = `/${context.spelling.name}`
      const ids = new Set<string | undefined>()
      const paths = ['/', `${base}/nothing`, '/healthz', '/transfers/file/a/b/c/d']
      const { path, headers = {} } = context.write('library.list', {})
      const requests = [...paths.map((one) => ({ path: one })), { path, headers }]
      for (const request of requests) {
        const answer = await context.send({ method: 'GET', ...request })
        checkMatches(`The headers of ${request.path}`, answer.headers, {
          'cache-control': /no-store/,
          'x-content-type-options': 'nosniff',
          'content-security-policy': /sandbox/,
          'x-request-id': /./,
        })
        ids.add(answer.headers['x-request-id'])
      }
      checkEqual('How many ids there are', ids.size, requests.length)
    },
  },

  'pages of other origins are let in nowhere': {
    spellings: addressedSpellings,
    run: async (context) => {
      const origin = 'https://conformance.invalid'
      const { path, headers = {} } = context.write('library.list', {})
      for (const request of [
        { method: 'OPTIONS', path, headers: { 'access-control-request-method': 'GET' } },
        { method: 'GET', path, headers },
        { method: 'GET', path, headers: {} },
      ]) {
        const answer = await context.send({ ...request, headers: { ...request.headers, origin } })
        const allowed = answer.headers['access-control-allow-origin']
        checkEqual('The origin let in', allowed, undefined)
      }
    },
  },

  'HEAD answers as GET does, without a body': {
    spellings: addressedSpellings,
    run: async (context) => {
      const library_id = await makeLibrary(context)
      const request = context.write('library.get', { library_id })
      const head = await context.send({ ...request, method: 'HEAD' })
      checkEqual('The answer', [head.status, head.text], [200, ''])
      const { path } = request
      const refused = await context.send({ method: 'HEAD', path })
      checkEqual('The answer to nobody', [refused.status, refused.text], [401, ''])
    },
  },

  'an error tells nothing of the inside': async (context) => {
    const { text } = await context.send(context.write('item.get', { library_item_id: "x'\u0001" }))
    for (const inside of ['node_modules', '.ts:', 'SQLITE', 'select ', ' at '])
      check(!text.includes(inside), `The error tells of ${inside}: ${text}`)
  },
})

/** Whether it lives, and takes work. */
export const healthCases = defineCases('health', 'Health', {
  'it tells that it lives, and that it is ready': async (context) => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await context.send({ method: 'GET', path })
      checkEqual(`The status of ${path}`, answer.status, 200)
    }
  },
})
