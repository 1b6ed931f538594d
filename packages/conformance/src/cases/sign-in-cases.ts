import { check, checkEqual, checkMatches } from '../check/check.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import { addressedSpellings } from '../spellings/spelling.ts'
import type { Credentials } from '../wire/credentials.ts'
import type { WireError } from '../wire/wire-error.ts'

/** Signs in anew; the token is signed out with the case. */
const signIn = async (context: CaseContext): Promise<string> => {
  const { user, password } = context.target
  const token = await context.call('session.create', {}, { kind: 'password', user, password })
  context.defer((cleaner) => cleaner.attempt('session.delete', {}, { kind: 'token', token }))
  return token
}

/** JSON-RPC has its own schemes: it asks for none of HTTP's. */
const refusesWithChallenge = async (context: CaseContext, as: Credentials): Promise<WireError> => {
  const error = await context.refused('UNAUTHENTICATED', 'library.list', {}, as)
  const challenge = context.spelling.name === 'json-rpc' ? undefined : /^Basic realm="/
  checkMatches('WWW-Authenticate', error.answer.headers['www-authenticate'], challenge)
  return error
}

const withAuthorization = async (context: CaseContext, authorization: string): Promise<void> => {
  const request = context.write('library.list', {}, { kind: 'none' })
  const answer = await context.send({ ...request, headers: { authorization } })
  context.readError('UNAUTHENTICATED', answer)
}

/** Who calls, and how a library learns of it. */
export const signInCases = defineCases('sign-in', 'Signing in', {
  'Basic gives a token, and a cookie that pages cannot read': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { user, password } = context.target
      const request = context.write('session.create', {}, { kind: 'password', user, password })
      const answer = await context.send(request)
      const token = context.readResult('session.create', answer)
      context.defer((cleaner) => cleaner.attempt('session.delete', {}, { kind: 'token', token }))
      const secure = answer.url.protocol === 'https:' ? ';Secure' : ''
      const cookie = `vmware-api-session-id=TOKEN;Path=/;HttpOnly;SameSite=Strict${secure}`
      const cookies = answer.cookies.map((one) => one.replace(token, 'TOKEN').replaceAll('; ', ';'))
      checkEqual('The cookie', cookies, [cookie])
    },
  },

  'two sign-ins give two tokens that nobody guesses': async (context) => {
    const [one, other] = [await signIn(context), await signIn(context)]
    check(one !== other, 'Two sessions have the same token')
    check(one.length >= 20, `A token of ${one.length} characters can be guessed`)
  },

  'the token in its header signs in': async (context) => {
    const token = await signIn(context)
    await context.call('library.list', {}, { kind: 'token', token })
  },

  'the cookie signs in': {
    spellings: addressedSpellings,
    run: async (context) => {
      const token = await signIn(context)
      await context.call('library.list', {}, { kind: 'cookie', token })
    },
  },

  'Basic on each call signs in': async (context) => {
    const { user, password } = context.target
    await context.call('library.list', {}, { kind: 'password', user, password })
  },

  'a token tells who is signed in': async (context) => {
    const token = await signIn(context)
    const info = await context.call('session.get', {}, { kind: 'token', token })
    checkEqual('The user', info.user.toLowerCase(), context.target.user.toLowerCase())
    check(info.created_time <= info.last_accessed_time, 'It was used before it was created')
  },

  'who is signed in is answered to a GET as well': {
    spellings: addressedSpellings,
    run: async (context) => {
      const { path } = context.write('session.get', {})
      const headers = context.write('session.get', {}).headers ?? {}
      const answer = await context.send({
        method: 'GET',
        path: path.replace(/\?.*$/, ''),
        headers,
      })
      checkMatches('Who am I', context.readResult('session.get', answer), { user: /./ })
    },
  },

  'signing out ends the token, and takes the cookie back': async (context) => {
    const token = await signIn(context)
    const request = context.write('session.delete', {}, { kind: 'token', token })
    const answer = await context.send(request)
    context.readResult('session.delete', answer)
    if (context.spelling.name === 'json-rpc') checkEqual('The cookies', answer.cookies, [])
    else checkMatches('The cookie', answer.cookies.join(), /^vmware-api-session-id=;.*Max-Age=0/)
    for (let tries = 0; tries < 3; tries++) {
      await context.refused('UNAUTHENTICATED', 'library.list', {}, { kind: 'token', token })
      await context.refused('UNAUTHENTICATED', 'session.get', {}, { kind: 'token', token })
    }
  },

  'a wrong password and an unknown user are refused alike, and the right one never is': async (
    context,
  ) => {
    const { user, password } = context.target
    const wrong = { kind: 'password', user, password: `${password}x` } as const
    const unknown = { kind: 'password', user: context.unique('nobody'), password } as const
    const one = await refusesWithChallenge(context, wrong)
    const other = await context.refused('UNAUTHENTICATED', 'session.create', {}, unknown)
    checkEqual('The messages', other.messages, one.messages)
    await context.call('library.list', {}, { kind: 'password', user, password })
  },

  'no credentials are refused, with a challenge': async (context) => {
    await refusesWithChallenge(context, { kind: 'none' })
  },

  'an unknown token is refused, with a challenge': async (context) => {
    const token = '0123456789abcdef0123456789abcdef'
    await refusesWithChallenge(context, { kind: 'token', token })
  },

  'a browser is spared the challenge': {
    spellings: addressedSpellings,
    run: async (context) => {
      const request = context.write('library.list', {}, { kind: 'none' })
      for (const name of ['sec-fetch-site', 'origin', 'x-requested-with']) {
        const answer = await context.send({ ...request, headers: { [name]: 'cors' } })
        context.readError('UNAUTHENTICATED', answer)
        checkEqual(`The challenge with ${name}`, answer.headers['www-authenticate'], undefined)
      }
    },
  },

  'malformed credentials are refused': {
    spellings: addressedSpellings,
    run: async (context) => {
      for (const given of ['Basic', 'Basic !!!', 'Basic YQ==', 'Bearer abc', 'Digest a="b"'])
        await withAuthorization(context, given)
    },
  },

  'a session is created by Basic alone': async (context) => {
    const token = await signIn(context)
    await context.refused('UNAUTHENTICATED', 'session.create', {}, { kind: 'token', token })
    await context.refused('UNAUTHENTICATED', 'session.create', {}, { kind: 'cookie', token })
  },

  'the cookie alone changes things only from the own pages': {
    spellings: addressedSpellings,
    run: async (context) => {
      const token = await signIn(context)
      const find = context.write('item.find', { spec: { name: 'x' } }, { kind: 'cookie', token })
      const from = async (headers: Record<string, string>) => {
        const node = context.nextNode()
        const origin = headers['origin'] === 'own' ? { origin: node.origin } : {}
        return context.send({ ...find, headers: { ...find.headers, ...headers, ...origin } }, node)
      }
      for (const own of [{}, { origin: 'own' }, { 'sec-fetch-site': 'same-origin' }])
        context.readResult('item.find', await from(own))
      for (const foreign of [
        { origin: 'https://conformance.invalid' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ])
        context.readError('UNAUTHORIZED', await from(foreign))
    },
  },

  'the cookie alone is no right to what a form can send': {
    spellings: addressedSpellings,
    run: async (context) => {
      const token = await signIn(context)
      const find = context.write('item.find', { spec: { name: 'x' } }, { kind: 'cookie', token })
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const headers = { ...find.headers, 'content-type': type }
        context.readError('UNAUTHORIZED', await context.send({ ...find, headers }))
      }
    },
  },

  'the cookie alone reads, wherever a page is from': {
    spellings: addressedSpellings,
    run: async (context) => {
      const token = await signIn(context)
      const list = context.write('library.list', {}, { kind: 'cookie', token })
      const headers = { ...list.headers, 'sec-fetch-site': 'cross-site' }
      context.readResult('library.list', await context.send({ ...list, headers }))
    },
  },
})
