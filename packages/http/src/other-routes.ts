import type { Answering } from './answer/answering.ts'
import { preflightHeaders } from './answer/cors.ts'
import type { Dialect } from './dialect.ts'
import { unknownAddress } from './operation-route.ts'

/** Answers addresses where nothing lives, in the spelling of the path. */
export const unknownRoute = (dialect: Dialect): Answering => ({
  route: 'unknown',
  dialect: dialect.name,
  writeError: (error) => dialect.writeError(error),
  respond(exchange) {
    throw unknownAddress(exchange)
  },
})

/** Tells a page of another origin what it may send; the origin itself is checked for every answer. */
export const preflightRoute = (dialect: Dialect): Answering => ({
  route: 'preflight',
  dialect: 'none',
  writeError: (error) => dialect.writeError(error),
  respond: () => ({ status: 204, headers: preflightHeaders }),
})
