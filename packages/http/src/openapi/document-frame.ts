import { sessionHeader } from '../sign-in/session-header.ts'
import type { DescribedHeader, OpenApiDocument } from './open-api.ts'

/** What the document says of itself. Its version moves where an operation changes incompatibly. */
export const info: OpenApiDocument['info'] = {
  title: 'Accession',
  version: '1.0.0',
  summary: 'The content-library part of the vSphere Automation API.',
  description: [
    'Every operation has two addresses, below `/api` and below `/rest`, with the same effect:',
    'take either. An `operationId` begins with the one it is of.',
    'Where operations share path and method, the query that tells them apart is part of the',
    "path's key; fill its braces in like those of a path.",
    'Objects are closed: what is not described is refused in requests and absent from answers.',
    'A property that is read-only is ignored where it is sent.',
    '`null` counts as unset; what is unset is left out of answers.',
  ].join(' '),
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
}

/** The ways to sign in, of which a call needs one. */
export const securitySchemes: OpenApiDocument['components']['securitySchemes'] = {
  session: {
    type: 'apiKey',
    in: 'header',
    name: sessionHeader,
    description: 'The token that `POST /api/session` answers.',
  },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'A user name and a password, with each call or for a token.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionHeader,
    description:
      'The token, for pages of this origin; anything but GET must be JSON (a DELETE may have no body).',
  },
}

/** How a scraper signs in, where the operator has given it a token. */
export const metricsScheme = {
  type: 'http',
  scheme: 'bearer',
  description: 'The token that `ACCESSION_METRICS_TOKEN` gives to scrapers.',
} as const

/** Headers that several answers have. */
export const responseHeaders: Readonly<Record<string, DescribedHeader>> = {
  'x-request-id': {
    description: "What the server's log calls the request.",
    required: true,
    schema: { type: 'string' },
  },
  'www-authenticate': {
    description: 'Asks programs for a password; browsers are spared.',
    schema: { type: 'string' },
  },
  'retry-after': {
    description: 'Seconds to wait before another try.',
    required: true,
    schema: { type: 'string', pattern: '^[1-9][0-9]*$' },
  },
}
