import { certificates } from '@accession/core/testing'
import { unknownId } from '../../src/fixtures/libraries.ts'
import type { Ground } from './ground.ts'

/** What is made for a slot: the id that goes there, and the library whose privileges count for it. */
export interface Made {
  readonly id: string
  readonly library?: string
}

/** How something is made: for whom, and in a library of which type. */
export interface Making {
  /** Whose sessions and tasks are. */
  readonly owner: 'caller' | 'administrator'
  readonly type: 'LOCAL' | 'SUBSCRIBED'
}

/** What makes something, with what was made for the call before it, by the name of its field. */
type Maker = (ground: Ground, making: Making, before: (field: string) => Made) => Promise<Made>

/** The file that every item has. */
export const fileName = 'a.txt'

const makeLibrary: Maker = async (ground, { type }) => {
  const library = await ground.makeLibrary()
  if (type === 'SUBSCRIBED') await ground.turnSubscribed(library)
  return { id: library, library }
}

const makeItem: Maker = async (ground, { type }) => {
  const library = await ground.makeLibrary()
  const id = await ground.makeItem(library)
  if (type === 'SUBSCRIBED') await ground.turnSubscribed(library)
  return { id, library }
}

const makeUpdateSession: Maker = async (ground, { owner }) => {
  const library = await ground.makeLibrary()
  const create_spec = { library_item_id: await ground.makeItem(library) }
  const id = await ground.invokeAs(owner, 'updateSession.create', { create_spec })
  return { id, library }
}

const makeDownloadSession: Maker = async (ground, { owner }) => {
  const library = await ground.makeLibrary()
  const create_spec = { library_item_id: await ground.makeItem(library) }
  const id = await ground.invokeAs(owner, 'downloadSession.create', { create_spec })
  return { id, library }
}

const makeTask: Maker = async (ground, { owner }) => {
  const library = await ground.makeLibrary()
  return { id: await ground.addTask(library, owner), library }
}

const makeUsage: Maker = async (ground, _making, before) => ({
  id: await ground.invokeAs('administrator', 'libraryUsages.add', {
    library: before('library').id,
    spec: { resource_urn: 'urn:vmomi:VirtualMachine:vm-2' },
  }),
})

/** What brought an item into being. */
const makeVersion: Maker = async () => ({ id: '1' })

const makeCertificate: Maker = async (ground) => ({
  id: await ground.invokeAs('administrator', 'trustedCertificates.create', {
    spec: { cert_text: certificates.elliptic },
  }),
})

/** One of the library that was made before, which is published for that; a subscribed one has none. */
const makeSubscription: Maker = async (ground, { type }, before) => {
  if (type === 'SUBSCRIBED') return { id: unknownId }
  const library = before('library').id
  await ground.invokeAs('administrator', 'localLibrary.update', {
    library_id: library,
    update_spec: { publish_info: { published: true } },
  })
  const new_subscribed_library = {
    name: 'privileges',
    storage_backings: [{ type: 'DATASTORE' }],
    automatic_sync_enabled: false,
    on_demand: true,
  } as const
  const target = { target: 'CREATE_NEW', location: 'LOCAL' } as const
  const spec = { subscribed_library: { ...target, new_subscribed_library } }
  return { id: await ground.invokeAs('administrator', 'subscriptions.create', { library, spec }) }
}

/**
 * What is made for an id, by the name of its field: as a rule in a library of its own. What tells no
 * library is a part of what the call names besides, or in none.
 */
export const makers: Readonly<Record<string, Maker>> = {
  library_id: makeLibrary,
  library: makeLibrary,
  library_item_id: makeItem,
  library_item: makeItem,
  source_library_item_id: makeItem,
  update_session_id: makeUpdateSession,
  download_session_id: makeDownloadSession,
  task: makeTask,
  subscription: makeSubscription,
  usage: makeUsage,
  version: makeVersion,
  certificate: makeCertificate,
}

/** The fields of ids whose makers tell no library: no role is granted on what they stand for. */
export const withoutLibrary: ReadonlySet<string> = new Set([
  'certificate',
  'subscription',
  'usage',
  'version',
])
