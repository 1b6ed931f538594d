import { describe, expect, it } from 'vitest'
import type { PublishInfo } from '../contract/publish-info.ts'
import { createLocalLibrary } from '../libraries/create-local-library.ts'
import { getLocalLibrary } from '../libraries/get-local-library.ts'
import { updateLibrary } from '../libraries/update-library.ts'
import { updateLocalLibrary } from '../libraries/update-local-library.ts'
import { createMemoryStore } from '../memory/store.ts'
import { write } from '../ports/changes.ts'
import type { Store } from '../ports/store.ts'
import { testPasswords } from '../testing/hashing.ts'
import { createTestWorld } from '../testing/world.ts'

const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'
const backing = { storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }] } as const
const basic = {
  published: true,
  authentication_method: 'BASIC',
  password: 'correct horse',
} as const satisfies PublishInfo
const current = { current_password: 'correct horse' }

const openWorld = async () => {
  const hashed: string[] = []
  const passwords = {
    ...testPasswords,
    hash: (password: string) => {
      hashed.push(password)
      return testPasswords.hash(password)
    },
  }
  const inner = createMemoryStore()
  let disturb: (() => Promise<void>) | undefined
  const store: Store = {
    ...inner,
    async commit(changes) {
      const now = changes.length > 1 ? disturb : undefined
      await now?.()
      return inner.commit(changes)
    },
  }
  const test = createTestWorld({ passwords, store })
  const { world } = test
  const caller = await test.addCaller()
  const create = (publish_info?: PublishInfo, token?: string) =>
    createLocalLibrary(world, caller, {
      create_spec: { name: 'Images', ...backing, ...(publish_info && { publish_info }) },
      ...(token && { client_token: token }),
    })
  const show = async (library_id: string) =>
    (await getLocalLibrary(world, caller, { library_id })).publish_info
  const update = (library_id: string, publish_info: PublishInfo) =>
    updateLocalLibrary(world, caller, { library_id, update_spec: { publish_info } })
  const rowOf = async (id: string) =>
    (await world.store.find('library', { where: { id }, limit: 1 }))[0]
  const told = () =>
    test.logged
      .filter(({ event }) => /^library\.(un)?publish$/.test(event))
      .map(({ event, fields }) => [event, fields['library'], fields['method']])
  return {
    ...test,
    caller,
    create,
    show,
    update,
    rowOf,
    told,
    hashed,
    meanwhile: (act: typeof disturb) => void (disturb = act),
  }
}

const refused = (id: string) => ({ id: `accession.publishing.${id}`, type: 'INVALID_ARGUMENT' })

describe('a new library', () => {
  it('is not published unless it is said', async () => {
    const { create, show, rowOf } = await openWorld()
    const unsaid = { published: false, authentication_method: 'NONE', persist_json_enabled: false }
    const library = await create()
    expect(await show(library)).toEqual(unsaid)
    expect(await rowOf(library)).toMatchObject({ publication: null })
    expect(await show(await create({}))).toEqual(unsaid)
    expect(await show(await create({ persist_json_enabled: true }))).toEqual({
      ...unsaid,
      persist_json_enabled: true,
    })
  })

  it('is published where its caller sees the server', async () => {
    const { create, show } = await openWorld()
    const library = await create({ published: true })
    expect(await show(library)).toEqual({
      published: true,
      authentication_method: 'NONE',
      persist_json_enabled: false,
      publish_url: `https://library.test/cls/vcsp/lib/${library}/lib.json`,
    })
  })

  it('has a password that is never read back, nor kept as it is', async () => {
    const { create, show, rowOf } = await openWorld()
    const library = await create({ ...basic, user_name: 'vcsp' }, client_token)
    expect(await show(library)).toEqual({
      published: true,
      authentication_method: 'BASIC',
      persist_json_enabled: false,
      publish_url: `https://library.test/cls/vcsp/lib/${library}/lib.json`,
      user_name: 'vcsp',
    })
    expect((await rowOf(library))?.publication?.passwordHash).toBe('test:correct horse')
  })

  it('is the same one where its client token comes again, whatever password comes with it', async () => {
    const { create } = await openWorld()
    const library = await create(basic, client_token)
    expect(await create({ ...basic, password: 'another' }, client_token)).toBe(library)
    const other = create({ ...basic, published: false }, client_token)
    await expect(other).rejects.toMatchObject({ id: 'accession.argument.client_token_reused' })
  })

  it.each<[string, PublishInfo]>([
    ['password_missing', { published: true, authentication_method: 'BASIC' }],
    ['password_missing', { ...basic, password: '' }],
    ['password_unexpected', { ...basic, authentication_method: 'NONE' }],
    ['password_unexpected', { published: true, password: 'secret' }],
    ['user_name_other', { ...basic, user_name: 'ada' }],
    ['user_name_other', { published: true, user_name: '' }],
  ])('is refused: %s %j', async (id, info) => {
    const { create, world, logged } = await openWorld()
    await expect(create(info)).rejects.toMatchObject(refused(id))
    expect(await world.store.ids('library', { where: { deletedAt: null }, limit: 1 })).toEqual([])
    expect(logged).toEqual([])
  })

  it.each(['a\nb', 'x'.repeat(1_025)])(
    'is refused with a password that cannot be',
    async (password) => {
      const { create } = await openWorld()
      await expect(create({ ...basic, password })).rejects.toMatchObject({
        type: 'INVALID_ARGUMENT',
      })
    },
  )
})

describe('an update', () => {
  it('leaves what it does not name', async () => {
    const { create, show, update } = await openWorld()
    const library = await create({ ...basic, persist_json_enabled: true })
    const before = await show(library)
    await update(library, {})
    await update(library, { authentication_method: 'BASIC', published: true })
    expect(await show(library)).toEqual(before)
    await update(library, { persist_json_enabled: false })
    expect(await show(library)).toEqual({ ...before, persist_json_enabled: false })
  })

  it('publishes, and moves the version', async () => {
    const { create, show, update, rowOf, told } = await openWorld()
    const library = await create()
    await update(library, { published: true })
    expect(await show(library)).toMatchObject({ published: true, authentication_method: 'NONE' })
    expect(await rowOf(library)).toMatchObject({ version: 2 })
    await update(library, { published: false })
    expect(await show(library)).not.toHaveProperty('publish_url')
    expect(told()).toEqual([
      ['library.publish', library, 'NONE'],
      ['library.unpublish', library, undefined],
    ])
  })

  it('sets a first password without an old one', async () => {
    const { create, update, rowOf } = await openWorld()
    const library = await create({ published: true })
    await update(library, { authentication_method: 'BASIC', password: 'first' })
    expect((await rowOf(library))?.publication?.passwordHash).toBe('test:first')
  })

  it.each<[string, PublishInfo, object]>([
    ['another password', { password: 'new' }, { passwordHash: 'test:new' }],
    ['no BASIC', { authentication_method: 'NONE' }, { passwordHash: null }],
    [
      'no publishing',
      { published: false },
      { isPublished: false, passwordHash: 'test:correct horse' },
    ],
  ])('needs the current password for %s', async (_, info, after) => {
    const { create, update, rowOf } = await openWorld()
    const library = await create(basic)
    const before = await rowOf(library)
    await expect(update(library, info)).rejects.toMatchObject(refused('current_password_missing'))
    const wrong = update(library, { ...info, current_password: 'wrong' })
    await expect(wrong).rejects.toMatchObject(refused('current_password_wrong'))
    expect(await rowOf(library)).toEqual(before)
    await update(library, { ...info, ...current })
    expect((await rowOf(library))?.publication).toMatchObject(after)
  })

  it('needs no password to publish again as before', async () => {
    const { create, update, show } = await openWorld()
    const library = await create(basic)
    await update(library, { published: false, ...current })
    await update(library, { published: true })
    expect(await show(library)).toMatchObject({ published: true, authentication_method: 'BASIC' })
  })

  it.each<[string, PublishInfo]>([
    ['password_missing', { authentication_method: 'BASIC' }],
    ['password_unexpected', { password: 'new' }],
    ['user_name_other', { user_name: 'ada' }],
  ])('of a library without password is refused: %s', async (id, info) => {
    const { create, update, rowOf } = await openWorld()
    const library = await create({ published: true })
    const before = await rowOf(library)
    await expect(update(library, info)).rejects.toMatchObject(refused(id))
    expect(await rowOf(library)).toEqual(before)
  })

  it('hashes once, however often it has to decide again', async () => {
    const { create, update, rowOf, hashed, meanwhile, apply } = await openWorld()
    const library = await create(basic)
    let times = 3
    meanwhile(async () => {
      const row = await rowOf(library)
      if (row && times-- > 0) await apply(write('library', row, { description: `${times}` }))
    })
    await update(library, { password: 'new', ...current })
    expect(times).toBeLessThan(0)
    expect(hashed.filter((password) => password === 'new')).toHaveLength(1)
    expect(await rowOf(library)).toMatchObject({
      description: '0',
      publication: { passwordHash: 'test:new' },
    })
  })

  it('tells of what it changes for subscribers, and of nothing else', async () => {
    const { create, update, told } = await openWorld()
    const library = await create(basic)
    await update(library, { persist_json_enabled: true })
    await update(library, { password: 'new', ...current })
    expect(told()).toEqual([
      ['library.publish', library, 'BASIC'],
      ['library.publish', library, 'BASIC'],
    ])
  })

  it('of any library takes publish_info as it is, and nothing else', async () => {
    const { world, caller, create, show } = await openWorld()
    const library_id = await create({ published: true })
    const { publish_info } = await getLocalLibrary(world, caller, { library_id })
    if (!publish_info) throw new Error('No publish_info')
    const update = (info: PublishInfo) =>
      updateLibrary(world, caller, { library_id, update_spec: { publish_info: info } })
    await update(publish_info)
    for (const info of [{ published: false }, { password: 'new' }, basic]) {
      await expect(update(info)).rejects.toMatchObject(refused('local_library_only'))
    }
    expect(await show(library_id)).toEqual(publish_info)
  })
})
