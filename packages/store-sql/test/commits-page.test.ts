import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  authenticateToken,
  invoke,
  limits,
  openDownload,
  receiveUpload,
  sweep,
} from '@accession/core'
import type { Caller } from '@accession/core'
import { operations } from '@accession/core/contract'
import type { Input, OperationName, Result } from '@accession/core/contract'
import { createMemoryStore } from '@accession/core/memory'
import { certificates, createTestWorld } from '@accession/core/testing'
import { expect, it } from 'vitest'
import { record } from './recorded-commits.ts'

const page = readFileSync(new URL('../../../docs/commits.md', import.meta.url), 'utf8')

/** The rows of the page's tables: what is done, the reads, and the statements of each commit. */
const written = page
  .split('\n')
  .filter((line) => /^\| .* \| \d+ \| .* \|$/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))

const { store, take } = record(createMemoryStore())
const test = createTestWorld({ store })
const { world, clock } = test
const observed: string[][] = []

/** Notes what a step committed, a row for each commit. */
const step = async <R>(name: string, run: () => Promise<R>): Promise<R> => {
  take()
  const result = await run()
  const commits = take()
  for (const [index, { reads, statements }] of commits.entries()) {
    const part = commits.length > 1 ? ` (${index + 1} of ${commits.length})` : ''
    observed.push([`${name}${part}`, String(reads), statements])
  }
  return result
}

const call = async <Name extends OperationName>(
  caller: Caller,
  name: Name,
  input: Input<Name>,
): Promise<Result<Name>> => {
  const operation = operations.find((known) => known.name === name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return (await invoke(world, caller, operation, input)) as Result<Name>
}

const capabilityIn = (uri: string) => {
  const [kind, ownerId = '', fileId = '', mac = '', name = ''] = new URL(uri).pathname
    .split('/')
    .slice(2)
  if (kind !== 'upload' && kind !== 'download') throw new Error(`${uri} is no endpoint`)
  return { kind, ownerId, fileId, mac, name: decodeURIComponent(name) } as const
}

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')

const librarySpec = {
  name: 'images',
  storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
} as const

async function* brokenText(content: string) {
  yield new TextEncoder().encode(content)
  throw new Error('The connection was reset')
}

async function* text(content: string, pause = async (): Promise<void> => {}) {
  yield new TextEncoder().encode(content)
  await pause()
}

const sweepAll = async (): Promise<void> => {
  while ((await sweep(world)).more) continue
}

const upload = (uri: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  const { signal } = new AbortController()
  return receiveUpload(world, capabilityIn(uri), { bytes, length: undefined, signal })
}

it('the page tells what each commit holds', async () => {
  const signedOut = await test.addCaller()
  const token = await step('`session.create`', () => call(signedOut, 'session.create', {}))
  await clock.advance(limits.tokenIdleMs / 2)
  const identity = await step('a call with a token, once per quarter of its idle time', () =>
    authenticateToken(world, token),
  )
  const caller: Caller = { ...signedOut, ...identity }
  const otherToken = await call(signedOut, 'session.create', {})
  const otherIdentity = await authenticateToken(world, otherToken)
  await step('`session.delete`', () =>
    call({ ...signedOut, ...otherIdentity }, 'session.delete', {}),
  )

  const libraryId = await step('`localLibrary.create`', () =>
    call(caller, 'localLibrary.create', { create_spec: librarySpec }),
  )
  const library_id = libraryId
  await step('`library.update`, `localLibrary.update`', () =>
    call(caller, 'localLibrary.update', { library_id, update_spec: { description: 'Images' } }),
  )
  const itemId = await step('`item.create`', () =>
    call(caller, 'item.create', { create_spec: { library_id, name: 'ubuntu' } }),
  )
  const library_item_id = itemId
  await step('`item.update`', () =>
    call(caller, 'item.update', { library_item_id, update_spec: { description: 'An image' } }),
  )

  await step('`configuration.update`', () =>
    call(caller, 'configuration.update', { model: { maximum_concurrent_item_syncs: 4 } }),
  )
  const certificate = await step('`trustedCertificates.create`', () =>
    call(caller, 'trustedCertificates.create', { spec: { cert_text: certificates.rsa } }),
  )
  await step('`trustedCertificates.delete`', () =>
    call(caller, 'trustedCertificates.delete', { certificate }),
  )

  const library = libraryId
  const spec = { resource_urn: 'urn:vmomi:vm:vm-12' }
  const usage = await step('`libraryUsages.add`', () =>
    call(caller, 'libraryUsages.add', { library, spec }),
  )
  await step('`libraryUsages.remove`', () =>
    call(caller, 'libraryUsages.remove', { library, usage }),
  )

  await step('`library.enter_maintenance`', () =>
    call(caller, 'library.enter_maintenance', { library_id }),
  )
  await step('`library.exit_maintenance`', () =>
    call(caller, 'library.exit_maintenance', { library_id }),
  )

  const begin = (): Promise<string> =>
    call(caller, 'updateSession.create', { create_spec: { library_item_id } })
  const add = async (update_session_id: string, name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const added = await call(caller, 'updateSessionFile.add', { update_session_id, file_spec })
    return added.upload_endpoint?.uri ?? ''
  }
  const deliver = async (id: string, ...names: readonly string[]): Promise<void> => {
    for (const name of names) await upload(await add(id, name), text(name))
  }
  const end = (how: 'complete' | 'cancel' | 'delete', update_session_id: string): Promise<void> =>
    call(caller, `updateSession.${how}`, { update_session_id })

  const tried = await begin()
  await deliver(tried, 'makes the key of the upload URLs')
  await end('cancel', tried)
  const first = await step('`updateSession.create`', begin)
  await end('cancel', first)
  const second = await step('`updateSession.create` with a client token', () =>
    call(caller, 'updateSession.create', {
      client_token: '0f8fad5b-d9cb-469f-a165-70867728950e',
      create_spec: { library_item_id },
    }),
  )
  await deliver(second, 'a', 'b')
  await clock.advance(world.settings.sessionTimeoutMs)
  const session = await step('`updateSession.create` over an expired one', begin)
  const update_session_id = session
  await step('`updateSession.update`', () => {
    const update_spec = { warning_behavior: [] }
    return call(caller, 'updateSession.update', { update_session_id, update_spec })
  })
  await step('`updateSession.keep_alive`', () =>
    call(caller, 'updateSession.keep_alive', { update_session_id }),
  )
  const uri = await step('`updateSessionFile.add`', () => add(session, 'a'))
  await step('an upload: begin, progress, end', () =>
    upload(
      uri,
      text('a', () => clock.advance(limits.transferProgressMs)),
    ),
  )
  const broken = await add(session, 'b')
  await step('an upload that breaks off', async () => {
    await expect(upload(broken, brokenText('half'))).rejects.toThrow()
  })
  await step('`updateSessionFile.add` of a name again', () => add(session, 'a'))
  await step('`updateSessionFile.remove`', () =>
    call(caller, 'updateSessionFile.remove', { update_session_id, file_name: 'a' }),
  )
  await deliver(session, 'a', 'b', 'c')
  await step('`updateSession.complete`', () => end('complete', session))
  await step('`updateSession.delete`', () => end('delete', session))
  const replacing = await begin()
  await deliver(replacing, 'a', 'b')
  await step('`updateSession.complete`, replacing files', () => end('complete', replacing))
  const typed = await call(caller, 'item.create', {
    create_spec: { library_id, name: 'parcel', type: 'parcel' },
  })
  const parcel = await call(caller, 'updateSession.create', {
    create_spec: { library_item_id: typed },
  })
  await deliver(parcel, 'disk')
  await upload(await add(parcel, 'box.sums'), text(`disk SHA256:${sha256('disk')}\n`))
  const listed = await add(parcel, 'box.list')
  await step('an upload that a type looks into: begin, end', () => upload(listed, text('disk 4\n')))
  await step('`updateSessionFile.validate`, making a digest', () =>
    call(caller, 'updateSessionFile.validate', { update_session_id: parcel }),
  )
  await step('`updateSession.complete`, with what is only checked', () => end('complete', parcel))
  const packed = await call(caller, 'updateSession.create', {
    create_spec: { library_item_id: typed },
  })
  const archive = await add(packed, 'box.parcels')
  await step('an upload of an archive with one member', () =>
    upload(archive, text('disk 4\ndisk.\n')),
  )
  await step('`updateSessionFile.remove` of an archive', () =>
    call(caller, 'updateSessionFile.remove', {
      update_session_id: packed,
      file_name: 'box.parcels',
    }),
  )
  await end('cancel', packed)
  const canceled = await begin()
  await deliver(canceled, 'a', 'b')
  await step('`updateSession.cancel`, `updateSession.fail`', () => end('cancel', canceled))
  const expired = await begin()
  await deliver(expired, 'a', 'b')
  await clock.advance(world.settings.sessionTimeoutMs)
  await step('`updateSession.delete` of an expired one', () => end('delete', expired))

  await step('`item.copy`', () =>
    call(caller, 'item.copy', {
      source_library_item_id: itemId,
      destination_create_spec: { library_id, name: 'copy' },
    }),
  )
  const lease = (): Promise<string> =>
    call(caller, 'downloadSession.create', { create_spec: { library_item_id } })
  const lent = { download_session_id: await step('`downloadSession.create`', lease) }
  await step('`downloadSession.keep_alive`', () => call(caller, 'downloadSession.keep_alive', lent))
  const prepared = await step('`downloadSessionFile.prepare`', () =>
    call(caller, 'downloadSessionFile.prepare', { ...lent, file_name: 'a' }),
  )
  const source = prepared.download_endpoint?.uri ?? ''
  await step('a download: progress', async () => {
    const download = await openDownload(world, capabilityIn(source))
    await new Response(await download.read()).arrayBuffer()
  })
  await step('`downloadSession.cancel`, `downloadSession.fail`', () =>
    call(caller, 'downloadSession.cancel', lent),
  )
  const held = { download_session_id: await lease() }
  await step('`downloadSession.delete`', () => call(caller, 'downloadSession.delete', held))

  await sweepAll()
  await deliver(await begin(), 'a', 'b')
  await clock.advance(world.settings.sessionTimeoutMs)
  await step('sweep: an expired update session, its bytes', () => sweep(world))
  await lease()
  await clock.advance(world.settings.sessionTimeoutMs)
  await step('sweep: an expired download session', () => sweep(world))
  await sweepAll()
  await clock.advance(world.settings.sessionRetentionMs)
  await step('sweep: what is forgotten a retention time later', () => sweep(world))
  await sweepAll()

  await begin()
  await lease()
  await step('`item.delete`', () => call(caller, 'item.delete', { library_item_id }))
  await step('sweep: a deleted item', () => sweep(world))
  await sweepAll()
  await step('`library.delete`, `localLibrary.delete`, and forced', () =>
    call(caller, 'localLibrary.delete', { library_id }),
  )
  await step('sweep: a deleted library', () => sweep(world))
  await step('sweep: its last step', sweepAll)

  expect(observed).toEqual(written)
})
