import type { World } from '@accession/core'
import { operations } from '@accession/core/contract'
import { Hono } from 'hono'
import type { Context, Next } from 'hono'
import { answering } from './answer/answering.ts'
import { apiDialect } from './api/api-dialect.ts'
import type { AppOptions } from './app-options.ts'
import type { Dialect } from './dialect.ts'
import { aliveRoute, readyRoute } from './health/health-routes.ts'
import { createHost } from './host.ts'
import type { Host } from './host.ts'
import { jsonRpcRoute } from './json-rpc/json-rpc-route.ts'
import { metricsRoute } from './metrics/metrics-route.ts'
import { documentRoutes } from './openapi/document-routes.ts'
import { operationRoute } from './operation-route.ts'
import { preflightRoute, unknownRoute } from './other-routes.ts'
import { probeRoute } from './rest/probe-route.ts'
import { restDialect } from './rest/rest-dialect.ts'
import { createRouteTable } from './routing/route-table.ts'
import { routesOf } from './routing/route.ts'
import { downloadRoute } from './transfers/download-route.ts'
import { partsRoute } from './transfers/parts-route.ts'
import { uploadRoute } from './transfers/upload-route.ts'
import { vcspRoutes } from './vcsp/vcsp-routes.ts'

const transferPattern = ':owner/:file/:mac/:name'

/** The library over HTTP: its operations, transfers, what subscribers read, and whether it is well. */
export const createApp = (world: World, options: AppOptions = {}): Hono => {
  const host = createHost(world, options)
  const app = new Hono()
  // Before the operations, as this is the one address of `/api` that is none of theirs.
  app.post(jsonRpcRoute.route, answering(host, jsonRpcRoute))
  for (const dialect of [restDialect, apiDialect])
    app.all(`/${dialect.name}/*`, operationsIn(host, dialect))
  app.post(probeRoute.route, answering(host, probeRoute))
  const upload = answering(host, uploadRoute)
  const parts = answering(host, partsRoute)
  app.on(['PUT', 'POST', 'DELETE'], `/transfers/upload/${transferPattern}`, (context, next) => {
    if (context.req.query('parts') !== undefined) return parts(context)
    return context.req.method === 'DELETE' ? next() : upload(context)
  })
  for (const kind of ['download', 'file'] as const)
    app.get(`/transfers/${kind}/${transferPattern}`, answering(host, downloadRoute(kind)))
  for (const [pattern, route] of vcspRoutes) app.get(pattern, answering(host, route))
  app.get('/healthz', answering(host, aliveRoute))
  app.get('/readyz', answering(host, readyRoute))
  if (options.metrics) app.get('/metrics', answering(host, metricsRoute(options.metrics)))
  const hasMetrics = options.metrics !== undefined
  for (const document of documentRoutes(host, { hasMetrics }))
    app.get(document.route, answering(host, document))
  if (host.corsOrigins.size > 0) app.options('*', answering(host, preflightRoute(apiDialect)))
  const unknownInRest = answering(host, unknownRoute(restDialect))
  const unknownElsewhere = answering(host, unknownRoute(apiDialect))
  app.notFound((context) =>
    context.req.path.startsWith('/rest/') ? unknownInRest(context) : unknownElsewhere(context),
  )
  return app
}

/** Answers the operations of the contract in a dialect; what it does not know is for who comes next. */
const operationsIn = (
  host: Host,
  dialect: Dialect,
): ((context: Context, next: Next) => Promise<Response | void>) => {
  const table = createRouteTable<(context: Context) => Promise<Response>>()
  for (const route of routesOf(operations, (operation) => dialect.addresses(operation)))
    table.add(route.method, route.path, answering(host, operationRoute(dialect, route)))
  return (context, next) => {
    const { method, path } = context.req
    const answer = table.find(method === 'HEAD' ? 'GET' : method, path)
    return answer ? answer(context) : next()
  }
}
