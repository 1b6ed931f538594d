import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBucket, sha256 } from '../../test/presigning-bucket.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { AnyOperation } from '../contract/contract.ts'
import type { UpdateSessionFileInfo } from '../contract/update-session-file-info.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import { invoke } from '../invoke.ts'
import { createMemoryStore } from '../memory/store.ts'
import { defaultSettings } from '../settings.ts'
import { scale } from '../testing/scale.ts'
import { createTestWorld } from '../testing/world.ts'
import { sweep } from '../upkeep/sweep.ts'
import { verifyCatalog } from '../verify/verify-catalog.ts'

const hour = 3_600_000
const never = new AbortController().signal

const steps = [
  'create',
  'add',
  'put',
  'put other bytes',
  'bring',
  'put to an old address',
  'complete',
  'validate',
  'cancel',
  'remove',
  'keep alive',
  'delete',
  'wait a minute',
  'wait an hour',
  'sweep',
] as const
const step = fc.record({ what: fc.constantFrom(...steps), name: fc.constantFrom('a', 'b') })

const open = async (isVerifying: boolean) => {
  const { blobs, put } = createBucket(isVerifying)
  const settings = { ...defaultSettings, presignedUploads: true }
  const store = createMemoryStore()
  const testWorld = createTestWorld({ store, blobs, settings })
  const { world, clock, addCaller, addLibrary, addItem } = testWorld
  const caller: Caller = await addCaller()
  const item = await addItem((await addLibrary()).id, { size: 0, fileCount: 0 })
  const addresses: string[] = []
  const declared = new Map<string, string>()
  let session: { readonly update_session_id: string } | undefined
  let count = 0

  const call = async (operation: AnyOperation, input: object = {}): Promise<unknown> =>
    invoke(world, caller, operation, { ...session, ...input }).catch((error: unknown) => {
      if (!isAccessionError(error) || error.type === 'INTERNAL_SERVER_ERROR') throw error
      return undefined
    })
  const shown = async (name: string): Promise<string | undefined> => {
    const info = await call(contract.updateSessionFile.get, { file_name: name })
    return (info as UpdateSessionFileInfo | undefined)?.upload_endpoint?.uri
  }
  const send = async (name: string, change = (content: string) => content): Promise<void> => {
    const url = await shown(name)
    if (url?.startsWith('put:'))
      await put(url, change(declared.get(url.slice(4, 40)) ?? ''), clock.now())
  }
  const add = async (name: string): Promise<void> => {
    const content = `${name} ${count++}`
    const checksum_info = { algorithm: 'SHA256', checksum: await sha256(content) } as const
    const spec = { name, source_type: 'PUSH', size: content.length, checksum_info }
    const info = await call(contract.updateSessionFile.add, { file_spec: spec })
    const url = (info as UpdateSessionFileInfo | undefined)?.upload_endpoint?.uri
    if (!url) return
    declared.set(url.slice(4, 40), content)
    addresses.push(url)
  }
  const create = async (): Promise<void> => {
    const create_spec = { library_item_id: item.id }
    const id = await call(contract.updateSession.create, { create_spec })
    if (typeof id === 'string') session = { update_session_id: id }
  }
  const sweepAll = async (): Promise<void> => {
    while ((await sweep(world)).more);
  }
  const does: Readonly<Record<(typeof steps)[number], (name: string) => Promise<unknown>>> = {
    create,
    add,
    put: send,
    'put other bytes': (name) => send(name, (content) => content.toUpperCase()),
    'put to an old address': async () => {
      const url = addresses[count % Math.max(addresses.length, 1)]
      if (url) await put(url, declared.get(url.slice(4, 40)) ?? '', clock.now())
    },
    bring: async (name) => {
      await add(name)
      await send(name)
      await call(contract.updateSession.complete)
      // What is read back is read meanwhile.
      for (let turns = 0; turns < 5; turns++) await clock.advance(0)
      await call(contract.updateSession.complete)
    },
    complete: () => call(contract.updateSession.complete),
    validate: () => call(contract.updateSessionFile.validate),
    cancel: () => call(contract.updateSession.cancel),
    remove: (name) => call(contract.updateSessionFile.remove, { file_name: name }),
    'keep alive': () => call(contract.updateSession.keep_alive),
    delete: () => call(contract.updateSession.delete),
    'wait a minute': () => clock.advance(60_000),
    'wait an hour': () => clock.advance(hour),
    sweep: sweepAll,
  }
  return {
    does,
    textOf: async (id: string): Promise<string> => new Response(await blobs.read(id)).text(),
    declared,
    /** What is wrong by the rows and the bytes. */
    faults: async () => (await verifyCatalog(world, store, { signal: never, graceMs: 0 })).findings,
    waitForAll: async (): Promise<void> => {
      for (let hours = 0; hours < 9; hours++) await clock.advance(hour)
      await sweepAll()
      await clock.advance(hour)
      await sweepAll()
    },
    keys: async (): Promise<string[]> => {
      const ids: string[] = []
      for await (const { id } of blobs.list()) ids.push(id)
      return ids.toSorted()
    },
    referred: async (): Promise<string[]> => {
      const where = { itemId: item.id, until: null }
      const files = await world.store.find('itemFile', { where, limit: 10 })
      return files.flatMap(({ blobId }) => blobId ?? []).toSorted()
    },
  }
}

it.each([true, false])(
  'keeps what was declared, and nothing that nobody refers to; the bucket verifies: %s',
  { timeout: 600_000 },
  async (isVerifying) => {
    let completed = 0
    const property = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (taken) => {
      const { does, faults, waitForAll, keys, referred, textOf, declared } = await open(isVerifying)
      await does.create('')
      for (const { what, name } of taken) await does[what](name)
      expect(await faults()).toEqual([])
      await waitForAll()
      expect(await faults()).toEqual([])
      const ids = await referred()
      expect(await keys()).toEqual(ids)
      for (const id of ids) expect(await textOf(id)).toBe(declared.get(id))
      completed += ids.length
    })
    await fc.assert(property, { numRuns: scale(60, 5000) })
    expect(completed).toBeGreaterThan(0)
  },
)
