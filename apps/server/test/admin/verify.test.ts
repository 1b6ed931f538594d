import { expect, it } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { serveLoad } from './serve-load.ts'

const signal = new AbortController().signal
const rounds = process.env['ACCESSION_TEST_LONG'] === '1' ? 200 : 10

it('verify accuses nobody while sessions go on', { timeout: 120_000 }, async () => {
  const { data, load, server } = await serveLoad()
  await using admin = await createAdmin({ data })
  let blobs = 0
  for (let round = 0; round < rounds; round++) {
    const isFast = round % 2 === 1
    const verified = await admin.verify({ signal, graceMs: 0, isFast })
    expect(verified.findings).toEqual([])
    blobs += verified.blobs
  }
  await load.stop()
  expect(blobs).toBeGreaterThan(rounds)
  server.signal('SIGKILL')
  await server.exited
  expect((await admin.verify({ signal, graceMs: 0 })).findings).toEqual([])
})
