import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { authenticatePassword } from '../access/authenticate-password.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import type { LabelsOf } from '../ports/metrics.ts'
import type { Store } from '../ports/store.ts'
import { limits } from '../limits.ts'
import { measured } from '../testing/measured.ts'
import {
  brokenSending,
  checksumOf,
  heldSending,
  sending,
} from '../testing/update-sessions/bytes.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import type { Sending } from '../testing/update-sessions/place.ts'
import { until } from '../testing/update-sessions/until.ts'
import { createTestWorld } from '../testing/world.ts'

const open = async (store: Store = createMemoryStore(), blobs = createMemoryBlobStore()) => {
  const place = await openPlace({ open: async () => ({ store, blobs, hashing }) })
  const caller = await place.addCaller()
  const { id: item } = await place.addItem((await place.addLibrary()).id)
  const create = () =>
    place.call(caller, 'updateSession.create', { create_spec: { library_item_id: item } })
  let session = await create()
  const add = async (declared: object = {}) => {
    const file_spec = { name: 'disk', source_type: 'PUSH', ...declared } as const
    const input = { update_session_id: session, file_spec }
    const info = await place.call(caller, 'updateSessionFile.add', input)
    return info.upload_endpoint?.uri ?? ''
  }
  const end = (name: 'complete' | 'cancel' | 'delete') =>
    place.call(caller, `updateSession.${name}`, { update_session_id: session })
  const fail = () =>
    place.call(caller, 'updateSession.fail', {
      update_session_id: session,
      client_error_message: 'no',
    })
  const reopen = async () => void (session = await create())
  const send = (uri: string, bytes: Sending) => place.upload(uri, bytes)
  return { ...place, caller, add, send, end, fail, reopen }
}

type Outcome = LabelsOf<'accession_uploads_total'>['outcome']

describe('uploads', () => {
  it('tell of their bytes, that they run, and how they ended', async () => {
    const { metrics, send, add, end, world } = await open()
    const uploads = (outcome: Outcome) => measured(metrics, 'accession_uploads_total', { outcome })
    const running = () => measured(metrics, 'accession_transfers_running', { direction: 'upload' })

    await outcomeOf(send(await add(), brokenSending('12345')))
    await outcomeOf(send(await add({ size: 4 }), sending('12345')))
    const checksum_info = await checksumOf(hashing, 'abc', 'SHA256')
    await outcomeOf(send(await add({ checksum_info }), sending('abd')))
    const held = heldSending()
    const cut = outcomeOf(send(await add(), held))
    await until(() => world.transfers.count === 1)
    expect(running()).toBe(1)
    held.send('12')
    await end('cancel')
    await cut
    for (const outcome of ['interrupted', 'wrong_size', 'wrong_checksum', 'not_wanted'] as const)
      expect(uploads(outcome), outcome).toBe(1)
    expect(uploads('ready')).toBe(0)
    expect(running()).toBe(0)
  })

  it('count the bytes that came', async () => {
    const { metrics, send, add } = await open()
    await send(await add(), sending('123', '45'))
    const bytes = { direction: 'upload' }
    expect(measured(metrics, 'accession_transfer_bytes_total', bytes)).toBe(5)
    expect(measured(metrics, 'accession_uploads_total', { outcome: 'ready' })).toBe(1)
  })

  it('that found no room say so', async () => {
    const { metrics, send, add } = await open(
      createMemoryStore(),
      createMemoryBlobStore({ capacityBytes: limits.spaceReserveBytes + 3 }),
    )
    await outcomeOf(send(await add(), sending('a'.repeat(limits.spaceReserveBytes + 4))))
    expect(measured(metrics, 'accession_uploads_total', { outcome: 'no_space' })).toBe(1)
  })
})

describe('update sessions', () => {
  it('are counted by how they ended', async () => {
    const { metrics, end, fail, reopen, clock, world, sweepAll } = await open()
    await end('complete')
    await end('delete')
    await reopen()
    await end('cancel')
    await reopen()
    await fail()
    await reopen()
    await clock.advance(world.settings.sessionTimeoutMs)
    await sweepAll()
    await reopen()
    await clock.advance(world.settings.sessionTimeoutMs)
    await end('delete')
    await reopen()
    await clock.advance(world.settings.sessionTimeoutMs)
    await reopen()
    const ended = (how: string) =>
      measured(metrics, 'accession_update_sessions_ended_total', { how })
    expect(measured(metrics, 'accession_update_sessions_created_total')).toBe(7)
    expect(measured(metrics, 'accession_update_sessions_deleted_total')).toBe(2)
    expect(['done', 'canceled', 'error', 'expired'].map(ended)).toEqual([1, 1, 1, 3])
  })

  it('tell of the conflicts of each operation', async () => {
    const store = createMemoryStore()
    let isChanged = false
    const { metrics, end } = await open({
      ...store,
      commit: async (changes) =>
        isChanged ? { outcome: 'changed', table: 'item' } : store.commit(changes),
    })
    const attempts = (outcome: string) =>
      measured(metrics, 'accession_commit_attempts_total', {
        operation: 'updateSession.complete',
        outcome,
      })
    isChanged = true
    await expect(end('complete')).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
    expect([attempts('committed'), attempts('changed')]).toEqual([0, limits.commitAttemptsMax])
    const operation = 'updateSession.complete'
    expect(measured(metrics, 'accession_commits_given_up_total', { operation })).toBe(1)
    isChanged = false
    await end('complete')
    expect(attempts('committed')).toBe(1)
  })
})

describe('the sweep', () => {
  it('tells of its steps, of what it took up, and of when it last went well', async () => {
    const { metrics, clock, world, sweepAll } = await open()
    await clock.advance(world.settings.sessionTimeoutMs)
    await sweepAll()
    const kind = 'update_sessions_expired'
    expect(measured(metrics, 'accession_sweep_taken_up_total', { kind })).toBe(1)
    expect(measured(metrics, 'accession_sweep_steps_total', { result: 'ok' })).toBe(2)
    expect(measured(metrics, 'accession_sweep_step_duration_seconds')).toBe(2)
    const at = measured(metrics, 'accession_sweep_last_success_timestamp_seconds')
    expect(at).toBe(clock.now() / 1000)
  })

  it('tells of the kinds that failed', async () => {
    const store = createMemoryStore()
    const { metrics, sweepAll } = await open({
      ...store,
      find: async (table, query) => {
        if (table === 'clientToken') throw new Error('gone')
        return store.find(table, query)
      },
    })
    await expect(sweepAll()).rejects.toThrow('gone')
    const kind = 'client_tokens_forgotten'
    expect(measured(metrics, 'accession_sweep_failures_total', { kind })).toBe(1)
    expect(measured(metrics, 'accession_sweep_failures_total')).toBe(1)
    expect(measured(metrics, 'accession_sweep_steps_total', { result: 'failed' })).toBe(1)
    expect(measured(metrics, 'accession_sweep_last_success_timestamp_seconds')).toBe(0)
  })
})

describe('sign-ins', () => {
  it('are counted, and so are those held back', async () => {
    const { world, metrics, addUser, clock } = createTestWorld()
    const { name: userName } = await addUser()
    const signIn = (password: string) =>
      authenticatePassword(world, { userName, password, address: '192.0.2.1' })
    await signIn('correct horse')
    const wrong = expect(signIn('wrong')).rejects.toMatchObject({ type: 'UNAUTHENTICATED' })
    await until(() => measured(metrics, 'accession_sign_ins_delayed') === 1)
    await clock.advance(limits.signInDelayMs)
    await wrong
    expect(measured(metrics, 'accession_sign_ins_delayed')).toBe(0)
    expect(measured(metrics, 'accession_sign_in_delay_seconds_total')).toBe(
      limits.signInDelayMs / 1000,
    )
    const results = ['ok', 'failed', 'refused']
    expect(
      results.map((result) => measured(metrics, 'accession_sign_ins_total', { result })),
    ).toEqual([1, 1, 0])
  })

  it('tell of the queue of passwords, and of those it has no room for', async () => {
    let letGo: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const { world, metrics, clock } = createTestWorld({
      passwords: { hash: async () => 'hash', verify: () => held.then(() => false) },
    })
    const attempts = Array.from({ length: 20 }, (_, index) =>
      outcomeOf(
        authenticatePassword(world, {
          userName: 'nobody',
          password: `wrong ${index}`,
          address: '192.0.2.1',
        }),
      ),
    )
    const checks = (state: string) => measured(metrics, 'accession_password_checks', { state })
    const refused = () => measured(metrics, 'accession_sign_ins_total', { result: 'refused' })
    await until(() => checks('waiting') + checks('running') + refused() === 20)
    expect(checks('running')).toBe(limits.passwordHashesAtOnce)
    expect(checks('waiting')).toBeGreaterThan(0)
    expect(refused()).toBeGreaterThan(0)
    letGo?.()
    await until(() => checks('waiting') + checks('running') === 0)
    await clock.passUntil(Promise.all(attempts))
  })
})
