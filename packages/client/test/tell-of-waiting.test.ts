import { expect, it } from 'vitest'
import { createClient, pullItem } from '../src/index.ts'
import { startStub, type Answer, type Seen } from './stub-server.ts'

const updates = '/api/content/library/item/update-session'

const blocked = (text: string): object => ({
  description: { id: 'd', default_message: 'Pull a.', args: [] },
  service: 'com.vmware.content.library.item.updatesession.file',
  operation: 'add',
  status: 'BLOCKED',
  cancelable: true,
  start_time: '2026-01-31T12:00:00.000Z',
  progress: { total: 0, completed: 0, message: { id: 'm', default_message: text, args: [] } },
})

/** Pulls a file that gets nowhere for so many looks; `tasks` answers each question for them, the first by 0. */
const pullAfter = async (looks: number, tasks: (asked: number) => Answer) => {
  let looked = 0
  let asked = 0
  const file = { name: 'a', source_type: 'PULL', source_endpoint: { uri: 'https://host/a' } }
  await using stub = await startStub(({ method, target }: Seen): Answer => {
    if (target.startsWith('/api/cis/tasks?')) return tasks(asked++)
    if (target === updates) return { status: 201, json: 'session' }
    if (target === `${updates}/session/file`) {
      const isThere = method === 'GET' && looked++ > looks
      const status = isThere ? 'READY' : 'WAITING_FOR_TRANSFER'
      const shown = { ...file, status, bytes_transferred: isThere ? 1 : 0, size: 1 }
      return method === 'GET' ? { json: [shown] } : { status: 201, json: shown }
    }
    if (target === `${updates}/session` && method === 'GET') return { json: { state: 'DONE' } }
    return { status: 204 }
  })
  const told: string[] = []
  await pullItem(createClient({ server: stub.url, token: 'T', spelling: 'api' }), {
    item: 'item',
    files: [{ name: 'a', source: { uri: 'https://host/a' } }],
    onWaiting: ({ default_message }) => told.push(default_message),
    lookEveryMs: 1,
  })
  return { told, asked }
}

it('tells why a pull does not get on when that changes, and asks less and less often', async () => {
  const texts = ['refused', 'refused', 'silent', 'silent']
  const pulled = await pullAfter(9, (asked) => ({ json: { task: blocked(texts[asked] ?? '') } }))
  expect(pulled).toEqual({ told: ['refused', 'silent'], asked: 4 })
})

it('asks a server that knows no tasks once', async () => {
  const json = { error_type: 'NOT_FOUND', messages: [] }
  expect(await pullAfter(9, () => ({ status: 404, json }))).toEqual({ told: [], asked: 1 })
})
