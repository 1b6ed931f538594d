import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createClient } from '@accession/client'
import { expect, it, onTestFinished } from 'vitest'

const program = fileURLToPath(new URL('../scripts/start.js', import.meta.url))

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Starts it, asks what it serves once it says where, and interrupts it as a terminal would. */
const runUntilInterrupted = async (
  state: string,
  ask: (origin: string, said: string) => Promise<void>,
): Promise<string> => {
  const port = String(await freePort())
  const started = spawn(process.execPath, [program, '--port', port, '--state', state], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  const exited = once(started, 'exit')
  const { pid = 0 } = started
  let said = ''
  started.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  const ended = text(started.stderr)
  try {
    await expect.poll(() => said, { timeout: 60_000 }).toContain('Accession listens on')
    await ask(`http://127.0.0.1:${port}`, said)
  } finally {
    process.kill(-pid, 'SIGINT')
  }
  expect((await exited)[0]).toBe(0)
  expect(await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => 'gone')).toBe('gone')
  return ended
}

it('serves without an account, keeps what it was given, and ends when interrupted', async () => {
  const state = await mkdtemp(join(tmpdir(), 'accession-edge-'))
  onTestFinished(() => rm(state, { recursive: true }))
  const user = 'administrator@vsphere.local'
  let password = ''
  await runUntilInterrupted(state, async (server, said) => {
    password = /password +(\S+)/.exec(said)?.[1] ?? ''
    const client = createClient({ server, user, password })
    const storage_backings = [{ type: 'OTHER' as const, storage_uri: 'file:///any' }]
    await client.localLibrary.create({ create_spec: { name: 'kept', storage_backings } })
  })
  await runUntilInterrupted(state, async (server, said) => {
    expect(said).not.toContain(password)
    const client = createClient({ server, user, password })
    expect(await client.localLibrary.list()).toHaveLength(1)
  })
})
