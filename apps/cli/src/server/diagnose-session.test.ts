import { expect, it } from 'vitest'
import { diagnoseSession } from './diagnose-session.ts'
import type { ObservedSession } from './observe-sessions.ts'

const now = new Date('2026-01-31T12:00:00Z')
type File = ObservedSession['files'][number]

const file = (status: File['status'], bytes = 0, name = 'a'): File => ({
  name,
  source_type: 'PUSH',
  status,
  bytes_transferred: bytes,
  size: 10,
})

const session = (files: readonly File[], rest: Partial<ObservedSession> = {}): ObservedSession => ({
  id: 'one',
  state: 'ACTIVE',
  client_progress: 0,
  expiration_time: '2026-01-31T12:05:00.000Z',
  files,
  ...rest,
})

const refused = { id: 'x', default_message: 'the checksum differs', args: [] }
const diagnose = (before: ObservedSession, after: ObservedSession) =>
  diagnoseSession(before, after, { intervalMs: 2_000, now })

it.each([
  ['no_files', session([]), 'no file'],
  ['waiting_for_upload', session([file('WAITING_FOR_TRANSFER')]), 'a waits'],
  ['transfer_stalled', session([file('TRANSFERRING', 4)]), '4 of 10 bytes for 2 s'],
  ['error_file', session([{ ...file('ERROR'), error_message: refused }]), 'checksum differs'],
  ['not_completed', session([file('READY', 10)]), 'nobody completes'],
  ['failed', session([], { state: 'ERROR', error_message: refused }), 'checksum differs'],
] as const)('finds %s', (kind, same, text) => {
  expect(diagnose(same, same)).toMatchObject([{ kind, text: expect.stringContaining(text) }])
})

it('names each file that does not get on, and an expiry that is near', () => {
  const files = [
    file('READY', 10),
    file('TRANSFERRING', 1, 'b'),
    file('WAITING_FOR_TRANSFER', 0, 'c'),
  ]
  const same = session(files, { expiration_time: '2026-01-31T12:00:30.000Z' })
  expect(diagnose(same, same)).toMatchObject([
    { kind: 'transfer_stalled', file: 'b' },
    { kind: 'waiting_for_upload', file: 'c' },
    { kind: 'expires_soon', text: 'it expires in 30 s' },
  ])
})

it('points at the task of a file that is pulled', () => {
  const pulled = { ...file('WAITING_FOR_TRANSFER'), source_type: 'PULL' as const }
  const same = session([pulled])
  expect(diagnose(same, same)).toMatchObject([
    { text: 'a waits for its pull, of which `accession task ls` tells' },
  ])
})

it.each([
  ['bytes arrive', session([file('TRANSFERRING', 5)])],
  ['a file moves on', session([file('READY', 10)])],
  ['its client tells of progress', session([file('TRANSFERRING', 4)], { client_progress: 1 })],
  [
    'it is kept alive',
    session([file('TRANSFERRING', 4)], { expiration_time: '2026-01-31T12:06:00.000Z' }),
  ],
  ['it is done', session([], { state: 'DONE' })],
  ['it was cancelled', session([], { state: 'CANCELED' })],
])('finds nothing wrong where %s', (_, after) => {
  expect(diagnose(session([file('TRANSFERRING', 4)]), after)).toEqual([])
})

it('does not take a file that the server still checks for stuck', () => {
  const same = session([file('VALIDATING', 10)])
  expect(diagnose(same, same)).toEqual([])
})
