import type { Fault, PassedAnswer, PassedRequest } from './faulty-proxy.ts'

/** A broken rule, and a case that must find it. */
export interface PlantedFault extends Fault {
  readonly foundBy: string
  /** A part of what the case then says. */
  readonly told: string
}

type Json = Record<string, unknown>

/** Changes the JSON of answers where a request fits. */
const changing =
  (
    fits: (request: PassedRequest, answer: PassedAnswer) => boolean,
    change: (json: Json) => unknown,
  ) =>
  (answer: PassedAnswer, request: PassedRequest): PassedAnswer => {
    if (!fits(request, answer) || answer.text === '') return answer
    const json = JSON.parse(answer.text) as Json
    return { ...answer, text: JSON.stringify(change(json)) }
  }

/** Changes the text of answers where a request fits. */
const replacing =
  (fits: (request: PassedRequest) => boolean, text: string, by: string) =>
  (answer: PassedAnswer, request: PassedRequest): PassedAnswer =>
    fits(request) ? { ...answer, text: answer.text.replaceAll(text, by) } : answer

const without =
  (name: string) =>
  (answer: PassedAnswer): PassedAnswer => {
    const { [name]: _, ...headers } = answer.headers
    return { ...answer, headers }
  }

const withoutHeaders =
  (...names: readonly string[]) =>
  (request: PassedRequest): PassedRequest => {
    const headers = Object.entries(request.headers).filter(([name]) => !names.includes(name))
    return { ...request, headers: Object.fromEntries(headers) }
  }

const withStatus =
  (from: number, to: number, fits: (request: PassedRequest) => boolean = () => true) =>
  (answer: PassedAnswer, request: PassedRequest): PassedAnswer =>
    answer.status === from && fits(request) ? { ...answer, status: to } : answer

const isTransfer = ({ path }: PassedRequest): boolean => path.startsWith('/transfers/')
const isSignOut = ({ method, path }: PassedRequest): boolean =>
  method === 'DELETE' && path.endsWith('/session')

const isCall = ({ path }: PassedRequest): boolean => path === '/api'
const isError = (_: PassedRequest, { status }: PassedAnswer): boolean => status >= 400
const isGetOf = (part: string) => (request: PassedRequest, answer: PassedAnswer) =>
  request.method === 'GET' && request.path.includes(part) && answer.status === 200

/** Rules broken one at a time, as a careless server would, each in a way that only the wire shows. */
export const faults: Readonly<Record<string, PlantedFault>> = {
  'a missing session is 200': {
    told: 'Expected the error NOT_FOUND, got status 200',
    foundBy: 'update sessions: delete of one that is not there is 404',
    answer: withStatus(404, 200),
  },
  'a missing session is 400, as an ACTIVE one': {
    told: 'The status of NOT_FOUND: expected 404, got 400',
    foundBy: 'update sessions: delete removes one that is CANCELED',
    answer: withStatus(404, 400, ({ method }) => method === 'DELETE'),
  },
  'an ACTIVE session is 409 to delete': {
    told: 'expected 400, got 409',
    foundBy: 'update sessions: delete refuses an ACTIVE one with 400, and changes nothing',
    answer: withStatus(400, 409),
  },
  'a 401 has no challenge': {
    told: 'WWW-Authenticate: expected text',
    foundBy: 'sign-in: no credentials are refused, with a challenge',
    answer: without('www-authenticate'),
  },
  'the cookie can be read by pages': {
    told: 'The cookie: expected',
    foundBy: 'sign-in: Basic gives a token, and a cookie that pages cannot read',
    answer: (answer) => {
      const cookies = [answer.headers['set-cookie'] ?? []].flat()
      const readable = cookies.map((cookie) => cookie.replace(/;\s*HttpOnly/i, ''))
      return { ...answer, headers: { ...answer.headers, 'set-cookie': readable } }
    },
  },
  'signing out is only said to be done': {
    told: 'Expected the error UNAUTHENTICATED, got status 200',
    foundBy: 'sign-in: signing out ends the token, and takes the cookie back',
    request: (request) => (isSignOut(request) ? { ...request, headers: {} } : request),
    answer: (answer, request) =>
      isSignOut(request)
        ? { status: request.path.startsWith('/api') ? 204 : 200, headers: cookieTaken, text: '' }
        : answer,
  },
  'Range is forgotten': {
    told: 'The answer to bytes=0-0',
    foundBy: 'downloads: a range is answered as a part',
    request: withoutHeaders('range'),
  },
  'If-Range is forgotten': {
    told: 'expected 200, got 206',
    foundBy: 'downloads: If-Range asks for the part of the very file',
    request: withoutHeaders('if-range'),
  },
  'If-None-Match is forgotten': {
    told: "expected [ 304, '' ]",
    foundBy: 'downloads: If-None-Match spares who has the file',
    request: withoutHeaders('if-none-match'),
  },
  'files are shown as pages': {
    told: "content-type: expected 'application/octet-stream'",
    foundBy: 'downloads: a file is never a page',
    answer: (answer, request) =>
      isTransfer(request)
        ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } }
        : answer,
  },
  'files lose their ETag': {
    told: 'The headers.etag',
    foundBy: 'downloads: GET answers the whole file',
    answer: without('etag'),
  },
  'a forged URL of an upload is taken': {
    told: 'Expected the error NOT_FOUND, got status 200',
    foundBy: 'uploads: a URL with one character changed is not found',
    answer: (answer, request) =>
      isTransfer(request) && answer.status === 404
        ? { status: 200, headers: {}, text: '' }
        : answer,
  },
  'unset fields are null': {
    told: 'error_message is null',
    foundBy: 'request form: an unset field is left out, never null',
    answer: changing(isGetOf('/update-session/'), (json) =>
      'value' in json
        ? { value: { ...(json['value'] as Json), error_message: null } }
        : { ...json, error_message: null },
    ),
  },
  'errors lose the arguments of their message': {
    told: 'The message does not name',
    foundBy:
      'update sessions: a second one on the item is busy, and names the first, its user and its expiry',
    answer: changing(isError, (json) =>
      JSON.parse(JSON.stringify(json).replaceAll(/"args":\[[^\]]*\]/g, '"args":[]')),
    ),
  },
  'errors of /rest have the flat form alone': {
    told: 'The type that old clients read',
    foundBy: 'update sessions: delete of one that is not there is 404',
    answer: changing(isError, ({ error_type, messages }) => ({ error_type, messages })),
  },
  'every page may read': {
    told: 'The origin let in',
    foundBy: 'hygiene: pages of other origins are let in nowhere',
    answer: (answer) => ({
      ...answer,
      headers: { ...answer.headers, 'access-control-allow-origin': '*' },
    }),
  },
  'the Origin of a page is not looked at': {
    told: 'Expected the error UNAUTHORIZED, got status 200',
    foundBy: 'sign-in: the cookie alone changes things only from the own pages',
    request: withoutHeaders('origin', 'sec-fetch-site'),
  },
  'complete always succeeds': {
    told: 'Expected the error NOT_ALLOWED_IN_CURRENT_STATE',
    foundBy: 'update sessions: complete refuses while a file is not there, and names it',
    answer: (answer, { path }) =>
      path.endsWith('action=complete') && answer.status === 400
        ? { status: path.startsWith('/api') ? 204 : 200, headers: {}, text: '' }
        : answer,
  },
  'progress is whatever was said last': {
    told: 'The progress: expected',
    foundBy: 'update sessions: progress only rises, within 0 to 100; anything else is ignored',
    answer: changing(isGetOf('/update-session/'), (json) => {
      const session = ('value' in json ? json['value'] : json) as Json
      const fallen = { ...session, client_progress: Number(session['client_progress']) - 20 }
      return 'value' in json ? { value: fallen } : fallen
    }),
  },
  'errors in JSON-RPC have a status of their own': {
    told: 'The status of a reply: expected 200, got 404',
    foundBy: 'update sessions: delete of one that is not there is 404',
    answer: (answer, request) =>
      isCall(request) && answer.text.includes('"ERROR"') ? { ...answer, status: 404 } : answer,
  },
  'replies in JSON-RPC are numbered anew': {
    told: 'The id: expected',
    foundBy: 'json-rpc: a reply has the id of its call',
    answer: changing(isCall, (json) => ({ ...json, id: '0' })),
  },
  'unset values in JSON-RPC are bare': {
    told: 'must be {"OPTIONAL": …}, not null',
    foundBy: 'request form: an unset field is left out, never null',
    answer: replacing(isCall, '{"OPTIONAL":null}', 'null'),
  },
  'secrets in JSON-RPC are bare': {
    told: 'must be {"SECRET": …}',
    foundBy: 'sign-in: two sign-ins give two tokens that nobody guesses',
    answer: (answer, request) =>
      isCall(request)
        ? { ...answer, text: answer.text.replace(/\{"SECRET":("[^"]*")\}/, '$1') }
        : answer,
  },
  'nothing to say in JSON-RPC is no output': {
    told: 'The tags of The result',
    foundBy: 'update sessions: progress only rises, within 0 to 100; anything else is ignored',
    answer: replacing(isCall, '"output":null', ''),
  },
  'the document leaves an operation out': {
    told: 'The document has no api.type.list',
    foundBy: 'description: it holds every operation, and is the same on every node',
    answer: replacing(({ path }) => path === '/openapi.json', '"api.type.list"', '"api.others"'),
  },
  'the document is sent again to who has it': {
    told: 'The status of a document that is known already: expected 304, got 200',
    foundBy: 'description: it holds every operation, and is the same on every node',
    request: withoutHeaders('if-none-match'),
  },
  'the etag of a published file is no number': {
    told: 'The item: expected',
    foundBy: 'publishing: an item is listed with its files, and has a document of its own',
    answer: replacing(({ path }) => path.endsWith('/items.json'), '"etag":"2"', '"etag":"a1b2"'),
  },
  'lib.json is ahead of items.json': {
    told: 'items.json shows',
    foundBy: 'publishing: lib.json is never newer than items.json, while many write',
    answer: replacing(({ path }) => path.endsWith('/lib.json'), '"version":"', '"version":"1'),
  },
  'a published document is sent again to who has it': {
    told: 'The answers before: expected',
    foundBy: 'publishing: a document that is known is answered by 304, until it changes',
    request: withoutHeaders('if-none-match'),
  },
  'a library goes on being published': {
    told: 'Expected the error NOT_FOUND, got status 200',
    foundBy: 'publishing: it is nowhere once it is published no longer, or deleted',
    answer: withStatus(404, 200, ({ path }) => path.startsWith('/cls/')),
  },
  'creates answer 200 and a bare value everywhere': {
    told: 'cannot sign in',
    foundBy: 'libraries: lists hold a new library',
    answer: (answer) => {
      if (answer.status === 201) return { ...answer, status: 200 }
      if (answer.status !== 200 || !answer.text.startsWith('{"value":')) return answer
      const { value } = JSON.parse(answer.text) as Json
      return { ...answer, text: JSON.stringify(value) }
    },
  },
}

const cookieTaken = {
  'set-cookie': 'vmware-api-session-id=;Path=/;HttpOnly;SameSite=Strict;Max-Age=0',
}
