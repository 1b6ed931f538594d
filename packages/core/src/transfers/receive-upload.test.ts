import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import type { Caller } from '../access/caller.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Store } from '../ports/store.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import {
  brokenSending,
  checksumOf,
  heldSending,
  sending,
} from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import type { SessionPlace } from '../testing/update-sessions/place.ts'
import { until } from '../testing/update-sessions/until.ts'
import { rotateCapabilityKey } from './capability-key.ts'

const open = async (store: Store = createMemoryStore(), blobs = createMemoryBlobStore()) => {
  const place = await openPlace({ open: async () => ({ store, blobs, hashing }) })
  const caller = await place.addCaller()
  const { id: item } = await place.addItem((await place.addLibrary()).id)
  const session = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  return { place, caller, session, uri: await add(place, caller, session, 'disk') }
}

const add = async (place: SessionPlace, caller: Caller, session: string, name: string) => {
  const file_spec = { name, source_type: 'PUSH' } as const
  const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
    update_session_id: session,
    file_spec,
  })
  return upload_endpoint?.uri ?? ''
}

const fileOf = (place: SessionPlace, caller: Caller, session: string) =>
  place.call(caller, 'updateSessionFile.get', { update_session_id: session, file_name: 'disk' })

const begins = (changes: readonly Change[]): boolean =>
  changes.some(({ kind, table }) => kind === 'insert' && table === 'blob')

/** A store whose first commit with a blob answers only when it is let go. */
const withLateAnswer = () => {
  const store = createMemoryStore()
  let letGo: (() => void) | undefined
  let isHeld = false
  const late: Store = {
    ...store,
    async commit(changes) {
      const outcome = await store.commit(changes)
      if (isHeld || !begins(changes)) return outcome
      isHeld = true
      await new Promise<void>((resolve) => {
        letGo = resolve
      })
      return outcome
    },
  }
  return { late, isHeld: () => isHeld, letGo: () => letGo?.() }
}

describe('an upload that takes the place of another', () => {
  it('is not stopped by the one it superseded, whose beginning is answered late', async () => {
    const { late, isHeld, letGo } = withLateAnswer()
    const { place, caller, session, uri } = await open(late)
    const first = outcomeOf(place.upload(uri, sending('first')))
    await until(isHeld)
    const held = heldSending()
    const second = outcomeOf(place.upload(uri, held))
    held.send('sec')
    await until(() => place.world.transfers.count === 1)
    letGo()
    expect(await first).toMatchObject({ id: 'accession.transfer.superseded' })
    held.send('ond')
    held.end()
    expect(await second).toEqual({ result: undefined })
    expect(await fileOf(place, caller, session)).toMatchObject({ status: 'READY', size: 6 })
    await place.comeToRest()
    await expectNoOrphan(place.world, 'after both')
  })
})

const digestOf = async (place: SessionPlace, caller: Caller, session: string) => {
  await place.call(caller, 'updateSession.complete', { update_session_id: session })
  const anyBlob = { where: { id: { moreThan: '' } }, limit: 9 } as const
  return (await place.world.store.find('blob', anyBlob)).map(({ digest }) => digest)
}

describe('the bytes of an upload', () => {
  it('are known by a CRC where nobody declared a checksum', async () => {
    const { place, caller, session, uri } = await open()
    await place.upload(uri, sending('123456789'))
    expect(await digestOf(place, caller, session)).toEqual(['CRC32:cbf43926'])
  })

  it('are known by the checksum that was declared', async () => {
    const { place, caller, session } = await open()
    const { checksum } = await checksumOf(hashing, 'abc', 'SHA1')
    const file_spec = {
      name: 'disk',
      source_type: 'PUSH',
      checksum_info: { algorithm: 'SHA1', checksum: checksum.toUpperCase() },
    } as const
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
      update_session_id: session,
      file_spec,
    })
    await place.upload(upload_endpoint?.uri ?? '', sending('abc'))
    expect(await digestOf(place, caller, session)).toEqual([
      'SHA1:a9993e364706816aba3e25717850c26c9cd0d89d',
    ])
  })
})

describe('an upload that runs while the key of the URLs is rotated', () => {
  it('goes on, and its URL is good for nothing more', async () => {
    const { place, caller, session, uri } = await open()
    const held = heldSending()
    const running = outcomeOf(place.upload(uri, held))
    await until(() => place.world.transfers.count === 1)
    await rotateCapabilityKey(place.world)
    held.send('disk')
    held.end()
    expect(await running).toEqual({ result: undefined })
    expect(await outcomeOf(place.upload(uri, sending('again')))).toMatchObject({
      id: 'accession.transfer.capability_invalid',
    })
    expect(await fileOf(place, caller, session)).toMatchObject({ status: 'READY', size: 4 })
  })
})

describe('an upload in a session whose token has idled out', () => {
  it('goes on without it, and does not bring it back', async () => {
    const settings = { sessionTimeoutMs: 4 * limits.tokenIdleMs, sessionRetentionMs: 1_000 }
    const ports = { store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }
    const place = await openPlace({ open: async () => ports }, { settings })
    const caller = await place.addCaller()
    const { id: item } = await place.addItem((await place.addLibrary()).id)
    const createdAt = place.clock.now()
    const expiresAt = createdAt + limits.tokenIdleMs
    const token = sampleRow('token', { userId: caller.user.id, createdAt, expiresAt })
    await place.apply(insert('token', token))
    const signedIn = { ...caller, token: { id: token.id, createdAt, lastUsedAt: createdAt } }
    const create_spec = { library_item_id: item }
    const session = await place.call(signedIn, 'updateSession.create', { create_spec })
    const uri = await add(place, caller, session, 'disk')
    const readToken = async () =>
      (await ports.store.find('token', { where: { id: token.id }, limit: 1 }))[0]?.expiresAt
    place.clock.jump(limits.tokenIdleMs - 1)
    expect(await outcomeOf(place.upload(uri, brokenSending('di')))).toMatchObject({
      id: 'accession.transfer.interrupted',
    })
    expect(await readToken()).toBe(place.clock.now() + limits.tokenIdleMs)
    place.clock.jump(limits.tokenIdleMs)
    const last = await readToken()
    await place.upload(uri, sending('disk'))
    expect(await readToken()).toBe(last)
    expect(await fileOf(place, caller, session)).toMatchObject({ status: 'READY' })
  })
})

describe('an upload that was taken for dead', () => {
  it('leaves no bytes when it goes on after all, however late', async () => {
    const blobs = createMemoryBlobStore()
    let stopped: Promise<void> | undefined
    let letGo: (() => void) | undefined
    const stalled = {
      ...blobs,
      async write(...given: Parameters<typeof blobs.write>) {
        stopped = new Promise<void>((resolve) => {
          letGo = resolve
        })
        await stopped
        const [id, bytes] = given
        await blobs.write(id, bytes, { signal: new AbortController().signal })
      },
    }
    const { place, caller, session, uri } = await open(createMemoryStore(), stalled)
    const { world } = place
    const upload = outcomeOf(place.upload(uri, sending('late')))
    await until(() => stopped !== undefined)
    const rows = await world.store.find('blob', { where: { id: { moreThan: '' } }, limit: 9 })
    const keepAlive = () =>
      place.call(caller, 'updateSession.keep_alive', { update_session_id: session })
    expect(rows).toMatchObject([{ state: 'RECEIVING' }])
    world.transfers.stopAll(new Error('The process sleeps'))
    for (let minute = 0; minute < 12; minute++) {
      await place.clock.advance(limits.transferIdleMs)
      await keepAlive()
      await place.sweepAll()
    }
    expect(await world.store.ids('blob', { where: { id: { moreThan: '' } }, limit: 9 })).toEqual([])
    letGo?.()
    expect(await upload).toMatchObject({ type: 'NOT_ALLOWED_IN_CURRENT_STATE' })
    await expectNoOrphan(world, 'after the writer went on')
  })
})
