import { authenticateToken, invoke, receiveUpload } from '@accession/core'
import type { Caller } from '@accession/core'
import { operations } from '@accession/core/contract'
import type { Input, OperationName, Result } from '@accession/core/contract'
import { isAccessionError } from '@accession/core/errors'
import { createMemoryStore } from '@accession/core/memory'
import { insert } from '@accession/core/ports'
import type { Fetcher } from '@accession/core/ports'
import { certificates, createTestWorld, sampleRow } from '@accession/core/testing'
import { expect, it } from 'vitest'
import { countWaits } from './counted-waits.ts'
import type { Waits } from './counted-waits.ts'

/** An operation's own; a call by token waits once before, for the token with its user. */
const readWaitsMax = 2
const changeWaitsMax = 4

type Call = <Name extends OperationName>(name: Name, input: Input<Name>) => Promise<Result<Name>>

/** What an operation is called on. */
interface Scene {
  readonly library_id: string
  readonly library_item_id: string
  readonly update_session_id: string
  readonly download_session_id: string
  /** An item without a session. */
  readonly idle: string
  /** A library without items. */
  readonly empty: string
  /** A library in maintenance. */
  readonly standing: string
  readonly certificate: string
  /** A usage of the library without items. */
  readonly usage: string
  /** Update sessions and a download session that have ended. */
  readonly ended: string
  readonly endedDownload: string
  /** A library that follows another, without items, and an item of one more. */
  readonly subscribed: string
  readonly subscribedItem: string
  /** A subscription of the library, which is published. */
  readonly subscription: string
  readonly client_token: string
  /** A task of the caller’s. */
  readonly task: string
}

const storage_backings = [{ type: 'DATASTORE', datastore_id: 'datastore-1' }] as const
const file_spec = { name: 'new', source_type: 'PUSH' } as const
const file_name = 'disk'
const resource_urn = 'urn:vmomi:vm:vm-12'
const subscription_info = {
  subscription_url: 'https://publisher.example/lib.json',
  authentication_method: 'NONE',
  on_demand: true,
  automatic_sync_enabled: false,
} as const

/** A call of every operation; the compiler names those that are missing. */
const calls: { readonly [Name in OperationName]: (scene: Scene) => Input<Name> } = {
  'session.create': () => ({}),
  'session.get': () => ({}),
  'session.delete': () => ({}),
  'task.cancel': ({ task }) => ({ task }),
  'task.get': ({ task }) => ({ task }),
  'task.list': () => ({}),
  'type.list': () => ({}),
  'configuration.get': () => ({}),
  'configuration.update': () => ({ model: { maximum_concurrent_item_syncs: 6 } }),
  'securityPolicies.list': () => ({}),
  'trustedCertificates.create': () => ({ spec: { cert_text: certificates.rsa } }),
  'trustedCertificates.list': () => ({}),
  'trustedCertificates.get': ({ certificate }) => ({ certificate }),
  'trustedCertificates.delete': ({ certificate }) => ({ certificate }),
  'library.list': () => ({}),
  'library.find': () => ({ spec: { name: 'images' } }),
  'library.get': ({ library_id }) => ({ library_id }),
  'library.migrate': ({ library_id }) => ({
    library_id,
    migrate_spec: { storage_backings: [{ type: 'DATASTORE', datastore_id: 'archive' }] },
  }),
  'library.update': ({ library_id }) => ({ library_id, update_spec: { name: 'a' } }),
  'library.delete': ({ library_id }) => ({ library_id }),
  'library.force_delete': ({ empty }) => ({ library_id: empty }),
  'library.enter_maintenance': ({ library_id }) => ({ library_id }),
  'library.exit_maintenance': ({ standing }) => ({ library_id: standing }),
  'library.convert': ({ subscribed }) => ({
    library_id: subscribed,
    conversion_spec: { conversion_type: 'TO_PUBLISHED_LIBRARY' },
  }),
  'libraryUsages.add': ({ library_id }) => ({ library: library_id, spec: { resource_urn } }),
  'libraryUsages.list': ({ empty }) => ({ library: empty }),
  'libraryUsages.get': ({ empty, usage }) => ({ library: empty, usage }),
  'libraryUsages.remove': ({ empty, usage }) => ({ library: empty, usage }),
  'localLibrary.create': ({ client_token }) => ({
    client_token,
    create_spec: { name: 'b', storage_backings },
  }),
  'localLibrary.list': () => ({}),
  'localLibrary.get': ({ library_id }) => ({ library_id }),
  'localLibrary.update': ({ library_id }) => ({ library_id, update_spec: { name: 'a' } }),
  'localLibrary.delete': ({ library_id }) => ({ library_id }),
  'localLibrary.force_delete': ({ empty }) => ({ library_id: empty }),
  'item.create': ({ library_id, client_token }) => ({
    client_token,
    create_spec: { library_id, name: 'new' },
  }),
  'item.copy': ({ library_id, library_item_id, client_token }) => ({
    client_token,
    source_library_item_id: library_item_id,
    destination_create_spec: { library_id, name: 'copy' },
  }),
  'item.list': ({ library_id }) => ({ library_id }),
  'item.find': ({ library_id }) => ({ spec: { library_id, name: 'ubuntu' } }),
  'item.get': ({ library_item_id }) => ({ library_item_id }),
  'item.update': ({ library_item_id }) => ({ library_item_id, update_spec: { name: 'c' } }),
  'item.delete': ({ library_item_id }) => ({ library_item_id }),
  'itemChanges.list': ({ library_item_id }) => ({ library_item: library_item_id }),
  'itemChanges.get': ({ library_item_id }) => ({ library_item: library_item_id, version: '1' }),
  'itemFile.list': ({ library_item_id }) => ({ library_item_id }),
  'itemFile.get': ({ library_item_id }) => ({ library_item_id, name: file_name }),
  'itemStorage.list': ({ library_item_id }) => ({ library_item_id }),
  'itemStorage.get': ({ library_item_id }) => ({ library_item_id, file_name }),
  'updateSession.create': ({ idle, client_token }) => ({
    client_token,
    create_spec: { library_item_id: idle },
  }),
  'updateSession.list': () => ({}),
  'updateSession.get': ({ update_session_id }) => ({ update_session_id }),
  'updateSession.update': ({ update_session_id }) => ({ update_session_id, update_spec: {} }),
  'updateSession.keep_alive': ({ update_session_id }) => ({ update_session_id }),
  'updateSession.complete': ({ update_session_id }) => ({ update_session_id }),
  'updateSession.cancel': ({ update_session_id }) => ({ update_session_id }),
  'updateSession.fail': ({ update_session_id }) => ({
    update_session_id,
    client_error_message: 'no',
  }),
  'updateSession.delete': ({ ended }) => ({ update_session_id: ended }),
  'updateSessionFile.add': ({ update_session_id }) => ({ update_session_id, file_spec }),
  'updateSessionFile.list': ({ update_session_id }) => ({ update_session_id }),
  'updateSessionFile.get': ({ update_session_id }) => ({ update_session_id, file_name }),
  'updateSessionFile.remove': ({ update_session_id }) => ({ update_session_id, file_name }),
  'updateSessionFile.validate': ({ update_session_id }) => ({ update_session_id }),
  'downloadSession.create': ({ library_item_id, client_token }) => ({
    client_token,
    create_spec: { library_item_id },
  }),
  'downloadSession.list': () => ({}),
  'downloadSession.get': ({ download_session_id }) => ({ download_session_id }),
  'downloadSession.keep_alive': ({ download_session_id }) => ({ download_session_id }),
  'downloadSession.cancel': ({ download_session_id }) => ({ download_session_id }),
  'downloadSession.fail': ({ download_session_id }) => ({
    download_session_id,
    client_error_message: 'no',
  }),
  'downloadSession.delete': ({ endedDownload }) => ({ download_session_id: endedDownload }),
  'downloadSessionFile.list': ({ download_session_id }) => ({ download_session_id }),
  'downloadSessionFile.get': ({ download_session_id }) => ({ download_session_id, file_name }),
  'downloadSessionFile.prepare': ({ download_session_id }) => ({ download_session_id, file_name }),
  'localLibrary.publish': ({ library_id }) => ({ library_id }),
  'item.publish': ({ library_item_id }) => ({ library_item_id, force_sync_content: false }),
  'subscribedLibrary.create': ({ client_token }) => ({
    client_token,
    create_spec: { name: 'd', storage_backings, subscription_info },
  }),
  'subscribedLibrary.delete': ({ subscribed }) => ({ library_id: subscribed }),
  'subscribedLibrary.evict': ({ subscribed }) => ({ library_id: subscribed }),
  'subscribedLibrary.force_delete': ({ subscribed }) => ({ library_id: subscribed }),
  'subscribedLibrary.get': ({ subscribed }) => ({ library_id: subscribed }),
  'subscribedLibrary.list': () => ({}),
  'subscribedLibrary.probe': () => ({ subscription_info }),
  'subscribedLibrary.sync': ({ subscribed }) => ({ library_id: subscribed }),
  'subscribedLibrary.update': ({ subscribed }) => ({
    library_id: subscribed,
    update_spec: { name: 'a' },
  }),
  'subscribedItem.evict': ({ subscribedItem }) => ({ library_item_id: subscribedItem }),
  'subscribedItem.sync': ({ subscribedItem }) => ({
    library_item_id: subscribedItem,
    force_sync_content: true,
  }),
  // Without a client token, which is looked at once more where a call is refused.
  'subscriptions.create': ({ library_id, subscribed }) => ({
    library: library_id,
    spec: {
      subscribed_library: {
        target: 'USE_EXISTING',
        subscribed_library: subscribed,
        location: 'LOCAL',
      },
    },
  }),
  'subscriptions.delete': ({ library_id: library, subscription }) => ({ library, subscription }),
  'subscriptions.get': ({ library_id: library, subscription }) => ({ library, subscription }),
  'subscriptions.list': ({ library_id }) => ({ library: library_id }),
  'subscriptions.update': ({ library_id: library, subscription }) => ({
    library,
    subscription,
    spec: { subscribed_library_placement: { cluster: 'domain-c7' } },
  }),
}

/** What no right call is carried out of yet. */
const refused: ReadonlySet<OperationName> = new Set(['library.convert'] as const)

async function* text(content: string) {
  yield new TextEncoder().encode(content)
}

/** Answers a library without items to whatever it is asked. */
const publisher: Fetcher = {
  fetch: async ({ url }) => ({
    status: 200,
    url,
    header: () => undefined,
    bytes: new Blob(['{"id":"a","version":"1"}']).stream(),
  }),
  serverCertificate: async () => undefined,
}

const { store, take } = countWaits(createMemoryStore())
const { world, addCaller, addLibrary, addItem, apply, clock } = createTestWorld({
  store,
  fetcher: publisher,
})

const operationNamed = (name: OperationName) => {
  const operation = operations.find((known) => known.name === name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}

const callAs =
  (caller: Caller): Call =>
  async (name, input) =>
    (await invoke(world, caller, operationNamed(name), input)) as never

const deliver = async (call: Call, update_session_id: string): Promise<void> => {
  const added = await call('updateSessionFile.add', {
    update_session_id,
    file_spec: { ...file_spec, name: file_name },
  })
  const [ownerId = '', fileId = '', mac = '', name = ''] = new URL(
    added.upload_endpoint?.uri ?? '',
  ).pathname
    .split('/')
    .slice(3)
  const capability = { kind: 'upload', ownerId, fileId, mac, name } as const
  const { signal } = new AbortController()
  await receiveUpload(world, capability, { bytes: text('bytes'), length: undefined, signal })
}

/** A scene of its own for each operation, with a caller whose token was used a moment ago. */
const openScene = async (): Promise<{ scene: Scene; call: Call; token: string }> => {
  const anonymous = await addCaller()
  const token = await callAs(anonymous)('session.create', {})
  const caller = { ...anonymous, ...(await authenticateToken(world, token)) }
  const call = callAs(caller)
  const library_id = await call('localLibrary.create', {
    create_spec: { name: 'images', storage_backings },
  })
  const empty = await call('localLibrary.create', {
    create_spec: { name: 'empty', storage_backings },
  })
  const standing = await call('localLibrary.create', {
    create_spec: { name: 'standing', storage_backings },
  })
  await call('library.enter_maintenance', { library_id: standing })
  const certificate = await call('trustedCertificates.create', {
    spec: { cert_text: certificates.elliptic },
  })
  const usage = await call('libraryUsages.add', { library: empty, spec: { resource_urn } })
  const [library_item_id = '', idle = ''] = await Promise.all(
    ['ubuntu', 'idle'].map((name) => call('item.create', { create_spec: { library_id, name } })),
  )
  const begin = (): Promise<string> =>
    call('updateSession.create', { create_spec: { library_item_id } })
  const lease = (): Promise<string> =>
    call('downloadSession.create', { create_spec: { library_item_id } })
  const ended = await begin()
  await deliver(call, ended)
  await call('updateSession.complete', { update_session_id: ended })
  const update_session_id = await begin()
  await deliver(call, update_session_id)
  const endedDownload = await lease()
  await call('downloadSession.cancel', { download_session_id: endedDownload })
  const download_session_id = await lease()
  const ids = {
    library_id,
    library_item_id,
    update_session_id,
    download_session_id,
    idle,
    empty,
    standing,
    certificate,
    usage,
  }
  const [subscribed, mirror] = [
    await addLibrary({ type: 'SUBSCRIBED' }),
    await addLibrary({ type: 'SUBSCRIBED' }),
  ]
  const following = { subscribed: subscribed.id, subscribedItem: (await addItem(mirror.id)).id }
  const publish_info = { published: true }
  await call('localLibrary.update', { library_id, update_spec: { publish_info } })
  const follows = { publisherId: library_id, isOnDemand: true, dueAt: null }
  const source = (libraryId: string) =>
    insert('librarySource', sampleRow('librarySource', { libraryId, ...follows }))
  const known = { libraryId: library_id, subscribedLibraryId: mirror.id }
  const subscription = sampleRow('subscription', known)
  await apply(source(subscribed.id), source(mirror.id), insert('subscription', subscription))
  const client_token = world.ids.uuid()
  const task = sampleRow('task', { userId: caller.user.id })
  await apply(insert('task', task))
  const others = { ended, endedDownload, client_token, task: task.id }
  const scene = { ...ids, ...following, ...others, subscription: subscription.id }
  return { scene, call, token }
}

const waitsOf = async (name: OperationName): Promise<Waits> => {
  const { scene, token } = await openScene()
  const anonymous = await addCaller()
  const input = calls[name](scene)
  const identity = name === 'session.create' ? {} : await authenticateToken(world, token)
  take()
  const ended = invoke(world, { ...anonymous, ...identity }, operationNamed(name), input)
  if (refused.has(name)) await expect(ended).rejects.toSatisfy((error) => isAccessionError(error))
  else await ended
  return take()
}

/** One looks again and again whether its task has ended, one at what each subscriber has of the item. */
const waitsOnPurpose: ReadonlySet<OperationName> = new Set(['library.migrate', 'item.publish'])

const others = operations.map(({ name }) => name).filter((name) => !waitsOnPurpose.has(name))

it.each(others)('%s waits for the network seldom', async (name) => {
  const { waits, isChange } = await waitsOf(name)
  expect(waits).toBeLessThanOrEqual(isChange ? changeWaitsMax : readWaitsMax)
})

it('a token of an hour ago costs one wait more, once', async () => {
  const { token } = await openScene()
  await clock.advance(world.settings.sessionTimeoutMs)
  await clock.advance(30 * 60_000)
  take()
  await authenticateToken(world, token)
  expect(take()).toEqual({ waits: 2, isChange: true })
  await authenticateToken(world, token)
  expect(take()).toEqual({ waits: 1, isChange: false })
})
