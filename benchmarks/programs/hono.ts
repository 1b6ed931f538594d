/** Hono that answers fixed JSON, on Node as we run it; tells its port to its parent. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { fixedJson } from './fixed-json.ts'

const app = new Hono()
const value: unknown = JSON.parse(fixedJson)
app.get('/rest/com/vmware/content/library/item/update-session/:id', (context) =>
  context.json(value),
)
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => process.send?.(port))
process.once('disconnect', () => process.exit())
