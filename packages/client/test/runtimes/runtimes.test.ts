import { chromiumMissing, openPage } from '@accession/engines/chromium'
import { startWorker } from '@accession/engines/workerd'
import { expect, it } from 'vitest'
import type { FlowResult } from './main-flow.ts'
import { mainFlow } from './main-flow.ts'
import { serveApp } from './serve-app.ts'
import { servePage } from './serve-page.ts'

const right: FlowResult = {
  spelling: 'api',
  files: { 'a b.txt': 'first', 'c.txt': 'x'.repeat(300_000) },
  sessionsLeft: 0,
  progress: 100,
  unknown: 'NOT_FOUND',
}

it('runs in this Node.js', async () => {
  await using app = await serveApp()
  expect(await mainFlow(app)).toEqual(right)
})

it('runs in a Worker', async () => {
  await using app = await serveApp()
  await using worker = await startWorker({
    root: import.meta.dirname,
    configPath: './wrangler.jsonc',
  })
  const { server, user, password } = app
  const answer = await fetch(worker.url, {
    method: 'POST',
    body: JSON.stringify({ server, user, password }),
  })
  const text = await answer.text()
  expect(answer.status, text).toBe(200)
  expect(JSON.parse(text)).toEqual(right)
})

if (chromiumMissing !== undefined) console.warn(`Skipped: the client in a page; ${chromiumMissing}`)

it.skipIf(chromiumMissing !== undefined)('runs in a page of another origin', async () => {
  await using served = await servePage()
  await using app = await serveApp([served.origin])
  const { server, user, password } = app
  const address = `${served.origin}/?${new URLSearchParams({ server, user, password })}`
  await using page = await openPage(address)
  const outcome = await Promise.race([served.outcome, page.ended])
  expect(JSON.parse(outcome)).toEqual(right)
})
