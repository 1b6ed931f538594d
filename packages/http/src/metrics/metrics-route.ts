import { expositionType, isSameText, requirePrivilege, writeExposition } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import type { ServedMetrics } from '../app-options.ts'
import type { Exchange } from '../exchange.ts'
import { signIn } from '../sign-in/sign-in.ts'

/** What the process measured, as text for Prometheus. */
export const metricsRoute = ({ registry, token }: ServedMetrics): Answering => ({
  route: '/metrics',
  asked: 'metrics',
  dialect: 'none',
  writeError: (error) => apiDialect.writeError(error),
  async respond(exchange) {
    await admit(exchange, token)
    const body = writeExposition(registry.families())
    return { status: 200, headers: { 'content-type': expositionType }, body }
  },
})

/**
 * Lets a scraper in by its token, and users who may read everything. Where a connection comes from
 * proves nothing: behind a proxy on the same machine, all of them come from there.
 */
const admit = async (exchange: Exchange, token: string | undefined): Promise<void> => {
  const claimed = bearerToken(exchange.context.req.raw.headers)
  if (claimed === undefined) {
    requirePrivilege(await signIn(exchange), 'System.Read', null)
  } else if (token === undefined || !isSameText(token, claimed)) {
    exchange.world.log.audit('access.metrics_refused', {})
    throw accessionError('accession.access.bad_metrics_token', [])
  }
}

const bearerToken = (headers: Headers): string | undefined =>
  /^bearer +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1]
