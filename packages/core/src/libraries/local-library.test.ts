import { describe, expect, it } from 'vitest'
import type { LibraryModel } from '../contract/library-model.ts'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import { securityPolicies } from '../security-policies/security-policies.ts'
import { createTestWorld } from '../testing/world.ts'
import { createLocalLibrary } from './create-local-library.ts'
import { deleteLocalLibrary } from './delete-local-library.ts'
import { forceDeleteLocalLibrary } from './force-delete-local-library.ts'
import { getLibrary } from './get-library.ts'
import { getLocalLibrary } from './get-local-library.ts'
import { listLibraries } from './list-libraries.ts'
import { updateLibrary } from './update-library.ts'
import { updateLocalLibrary } from './update-local-library.ts'

const storage_backings = [{ type: 'DATASTORE', datastore_id: 'datastore-7' }] as const
const spec: LibraryModel = { name: 'Images', storage_backings }
const policy = securityPolicies[0]?.policy ?? ''
const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'

const inputOf = (library_id: string) => ({ library_id, update_spec: {} })

const openWorld = async () => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const create = (create_spec: LibraryModel = spec, token?: string) =>
    createLocalLibrary(test.world, caller, { create_spec, ...(token && { client_token: token }) })
  return { ...test, caller, create }
}

describe('create', () => {
  it('makes a library that is read as it was given', async () => {
    const { world, caller, create } = await openWorld()
    const library_id = await create({ ...spec, description: 'ISO images', server_guid: 'guid-1' })
    const library = await getLocalLibrary(world, caller, { library_id })
    expect(library).toEqual({
      id: library_id,
      name: 'Images',
      description: 'ISO images',
      type: 'LOCAL',
      version: '1',
      creation_time: '2026-01-31T09:30:00.000Z',
      last_modified_time: '2026-01-31T09:30:00.000Z',
      storage_backings,
      publish_info: {
        published: false,
        authentication_method: 'NONE',
        persist_json_enabled: false,
      },
      optimization_info: { optimize_remote_publishing: false },
      configuration_info: { apply_library_usage_to_items: false },
      state_info: { state: 'ACTIVE' },
      server_guid: 'guid-1',
    })
    expect(await getLibrary(world, caller, { library_id })).toEqual(library)
  })

  it('lets names be taken twice', async () => {
    const { create } = await openWorld()
    expect(await create()).not.toBe(await create())
  })

  it.each<[string, LibraryModel, string, string]>([
    ['no name', { ...spec, name: '' }, 'name_empty', 'INVALID_ARGUMENT'],
    ['a long name', { ...spec, name: 'a'.repeat(81) }, 'name_too_long', 'INVALID_ARGUMENT'],
    [
      'no backing',
      { ...spec, storage_backings: [] },
      'storage_backing_missing',
      'INVALID_ARGUMENT',
    ],
    [
      'two backings',
      { ...spec, storage_backings: [...storage_backings, { type: 'OTHER' }] },
      'storage_backings_too_many',
      'UNSUPPORTED',
    ],
    [
      'a subscription',
      { ...spec, subscription_info: {} },
      'subscription_unexpected',
      'INVALID_ARGUMENT',
    ],
  ])('refuses %s', async (_, create_spec, problem, type) => {
    const { create } = await openWorld()
    await expect(create(create_spec)).rejects.toMatchObject({
      id: `accession.library.${problem}`,
      type,
    })
  })

  it('needs an administrator of everything', async () => {
    const { world, addCaller } = await openWorld()
    const caller = await addCaller([{ role: 'editor', libraryId: null }])
    const created = createLocalLibrary(world, caller, { create_spec: spec })
    await expect(created).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })

  it('is audited once, however often it is sent', async () => {
    const { create, logged, caller } = await openWorld()
    const library = await create(spec, client_token)
    await create(spec, client_token)
    const fields = { library, user: caller.user.name }
    expect(logged).toEqual([{ level: 'audit', event: 'library.create', fields }])
  })
})

describe('a client token', () => {
  it('answers the same call alike, in whatever case and order it is written', async () => {
    const { create } = await openWorld()
    const id = await create(spec, client_token)
    const reordered = { storage_backings: spec.storage_backings ?? [], name: 'Images' }
    expect(await create(reordered, client_token.toUpperCase())).toBe(id)
    expect(await create(spec)).not.toBe(id)
  })

  it('makes one library of many calls at once', async () => {
    const { world, caller, create } = await openWorld()
    const ids = await Promise.all(Array.from({ length: 8 }, () => create(spec, client_token)))
    expect(new Set(ids).size).toBe(1)
    expect(await listLibraries(world, caller)).toEqual([ids[0]])
  })

  it('is refused with another specification', async () => {
    const { create } = await openWorld()
    await create(spec, client_token)
    await expect(create({ ...spec, name: 'Other' }, client_token)).rejects.toMatchObject({
      id: 'accession.argument.client_token_reused',
      type: 'INVALID_ARGUMENT',
    })
  })

  it.each(['', 'token', `${client_token}0`, '{9d96e38e}'])('must be a UUID: %j', async (token) => {
    const { world, caller } = await openWorld()
    const input = { create_spec: spec, client_token: token }
    await expect(createLocalLibrary(world, caller, input)).rejects.toMatchObject({
      id: 'accession.argument.client_token_not_uuid',
      type: 'INVALID_ARGUMENT',
    })
  })

  it('is one of its user', async () => {
    const { world, addCaller, create } = await openWorld()
    const other = await addCaller()
    const id = await create(spec, client_token)
    const input = { create_spec: spec, client_token }
    expect(await createLocalLibrary(world, other, input)).not.toBe(id)
  })

  it('is forgotten after the retention time, swept or not', async () => {
    const { world, clock, create } = await openWorld()
    const id = await create(spec, client_token)
    await clock.advance(world.settings.sessionRetentionMs)
    const again = await create(spec, client_token)
    expect(again).not.toBe(id)
    expect(await create(spec, client_token)).toBe(again)
  })

  it('still answers when what it made is gone', async () => {
    const { world, caller, create } = await openWorld()
    const library_id = await create(spec, client_token)
    await deleteLocalLibrary(world, caller, { library_id })
    expect(await create(spec, client_token)).toBe(library_id)
  })
})

describe.each([
  ['library.update', updateLibrary, 'INVALID_ARGUMENT'],
  ['localLibrary.update', updateLocalLibrary, 'CONCURRENT_CHANGE'],
] as const)('%s', (_, update, staleType) => {
  it('changes what is given and moves the version', async () => {
    const { world, clock, caller, create } = await openWorld()
    const library_id = await create({ ...spec, description: 'old' })
    await clock.advance(1_000)
    const update_spec = {
      name: 'Other',
      configuration_info: { apply_library_usage_to_items: true },
      security_policy_id: policy,
    }
    await update(world, caller, { library_id, update_spec })
    expect(await getLibrary(world, caller, { library_id })).toMatchObject({
      name: 'Other',
      description: 'old',
      version: '2',
      last_modified_time: '2026-01-31T09:30:01.000Z',
      configuration_info: { apply_library_usage_to_items: true },
      security_policy_id: policy,
    })
    const unset = { unset_security_policy_id: true, security_policy_id: policy }
    await update(world, caller, { library_id, update_spec: unset })
    const library = await getLibrary(world, caller, { library_id })
    expect(library).not.toHaveProperty('security_policy_id')
    expect(library.version).toBe('3')
  })

  it('asks for the version, if one is given', async () => {
    const { world, caller, create } = await openWorld()
    const library_id = await create()
    const version = '1'
    await update(world, caller, { library_id, update_spec: { name: 'Second', version } })
    const again = update(world, caller, { library_id, update_spec: { name: 'Third', version } })
    await expect(again).rejects.toMatchObject({ type: staleType, args: [library_id, '2', '1'] })
  })

  it('lets one of several updates at the same version win', async () => {
    const { world, caller, create } = await openWorld()
    const library_id = await create()
    const names = Array.from({ length: 5 }, (_unused, index) => `Name ${index}`)
    const ends = await Promise.allSettled(
      names.map((name) =>
        update(world, caller, { library_id, update_spec: { name, version: '1' } }),
      ),
    )
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await getLibrary(world, caller, { library_id })).toMatchObject({ version: '2' })
  })

  it.each([
    { name: '' },
    { description: 'a'.repeat(2_001) },
    { publish_info: { authentication_method: 'BASIC' as const } },
    { security_policy_id: 'policy-1' },
  ])('refuses %j', async (update_spec) => {
    const { world, caller, create } = await openWorld()
    const library_id = await create()
    const updated = update(world, caller, { library_id, update_spec })
    await expect(updated).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
  })
})

describe.each([
  ['delete', deleteLocalLibrary],
  ['force_delete', forceDeleteLocalLibrary],
] as const)('%s', (_, remove) => {
  it('takes the library away at once, and asks for the sweep', async () => {
    const { world, caller, create, logged, sweepsAsked } = await openWorld()
    const library_id = await create()
    await remove(world, caller, { library_id })
    const gone = { id: 'accession.library.not_found', type: 'NOT_FOUND' }
    await expect(getLibrary(world, caller, { library_id })).rejects.toMatchObject(gone)
    await expect(remove(world, caller, { library_id })).rejects.toMatchObject(gone)
    expect(await listLibraries(world, caller)).toEqual([])
    expect(sweepsAsked()).toBe(1)
    expect(logged.at(-1)).toMatchObject({
      event: 'library.delete',
      fields: { library: library_id },
    })
  })
})

describe('every operation on one library', () => {
  const operations = [
    ['library.get', getLibrary],
    ['localLibrary.get', getLocalLibrary],
    ['library.update', updateLibrary],
    ['localLibrary.update', updateLocalLibrary],
    ['localLibrary.delete', deleteLocalLibrary],
  ] as const

  it.each(operations)('%s: unknown comes before forbidden', async (_, operate) => {
    const { world, addCaller, addLibrary } = await openWorld()
    const nobody = await addCaller([])
    const { id } = await addLibrary()
    await expect(operate(world, nobody, inputOf('unknown'))).rejects.toMatchObject({
      id: 'accession.library.not_found',
    })
    await expect(operate(world, nobody, inputOf(id))).rejects.toMatchObject({
      type: 'UNAUTHORIZED',
    })
  })

  it.each(operations.filter(([name]) => name.startsWith('localLibrary')))(
    '%s: a subscribed one is of the wrong type',
    async (_, operate) => {
      const { world, caller, addLibrary } = await openWorld()
      const { id: library_id } = await addLibrary({ type: 'SUBSCRIBED' })
      const wrong = { id: 'accession.library.not_local', type: 'INVALID_ELEMENT_TYPE' }
      const ended = operate(world, caller, { library_id, update_spec: {} })
      await expect(ended).rejects.toMatchObject(wrong)
    },
  )
})

it('there are no more libraries than the limit', async () => {
  const store = createMemoryStore()
  const ids = Array.from({ length: limits.librariesMax }, (_, index) => `library-${index}`)
  const { world, addCaller } = createTestWorld({ store: { ...store, ids: async () => ids } })
  const created = createLocalLibrary(world, await addCaller(), { create_spec: spec })
  await expect(created).rejects.toMatchObject({ id: 'accession.library.too_many' })
})
