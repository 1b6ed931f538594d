import { expect } from 'vitest'
import { createTestWorld } from '@accession/core/testing'
import type { TestWorld } from '@accession/core/testing'
import type { World } from '@accession/core'
import { createApp } from '../src/index.ts'
import type { AppOptions, ServedMetrics } from '../src/index.ts'

interface Sent {
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly body?: BodyInit
}

/** An app over a world in memory, and users to call it. */
export interface TestApp extends TestWorld {
  request(path: string, init: RequestInit): Response | Promise<Response>
  /** Sends a request; `json` becomes its body. */
  send(method: string, path: string, sent?: Sent): Promise<Response>
  /** A new user with these roles, signed in: the headers that say so. */
  signIn(...roles: readonly ('admin' | 'editor' | 'viewer')[]): Promise<Record<string, string>>
}

/** What is answered when enough time has passed for it. */
export const whileTimePasses = async <T>({ clock }: TestApp, work: Promise<T>): Promise<T> => {
  let isSettled = false
  const settle = () => void (isSettled = true)
  work.then(settle, settle)
  await expect.poll(() => clock.advance(1_000).then(() => isSettled)).toBe(true)
  return work
}

/** The password of every user of a test world. */
export const password = 'correct horse'

/** Basic authentication as a header. */
export const basic = (name: string, secret = password): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`,
})

/** Opens an app over a new world. */
export const openTestApp = (
  options: AppOptions = {},
  overrides: Partial<Omit<World, 'clock' | 'log' | 'metrics'>> = {},
  /** Serves the world's own metrics; not at all where this is left out. */
  metrics?: Omit<ServedMetrics, 'registry'>,
): TestApp => {
  const testWorld = createTestWorld(overrides)
  const app = createApp(testWorld.world, {
    ...options,
    ...(metrics && { metrics: { ...metrics, registry: testWorld.metrics } }),
  })
  const send: TestApp['send'] = async (method, path, { headers = {}, json, body } = {}) =>
    app.request(path, {
      method,
      headers: json === undefined ? headers : { 'content-type': 'application/json', ...headers },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(body !== undefined && { body, duplex: 'half' }),
    })
  return {
    ...testWorld,
    request: (path, init) => app.request(path, init),
    send,
    async signIn(...roles) {
      const grants = roles.map((role) => ({ role, libraryId: null }))
      const { name } = await testWorld.addUser({ grants })
      const response = await send('POST', '/api/session', { headers: basic(name) })
      return { 'vmware-api-session-id': (await response.json()) as string }
    },
  }
}

/** Bytes as a stream: a body of unknown length. */
export const streamOf = (...chunks: readonly string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      controller.close()
    },
  })
