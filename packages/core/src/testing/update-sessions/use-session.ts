import { afterEach, beforeEach } from 'vitest'

import type { Caller } from '../../access/caller.ts'
import type { Input } from '../../contract/contract.ts'
import { sending } from './bytes.ts'
import { expectNoOrphan } from './look.ts'
import { openPlace } from './place.ts'
import type { SessionPlace, SessionSuite } from './place.ts'

/** The id of nothing. */
export const unknown = '01990000-0000-7000-9999-000000000000'

interface Opened {
  readonly place: SessionPlace
  readonly caller: Caller
  readonly library: string
  readonly item: string
}

type AddSpec = Input<'updateSessionFile.add'>['file_spec']

/** What a test begins with. */
interface Beginning {
  /** @default a type that nobody looks into */
  readonly itemType?: string
  /** The texts of the item's files by their names. @default a file `a` */
  readonly files?: Readonly<Record<string, string>>
}

/** Gives each test an item with files and an ACTIVE session, and holds that no byte is left. */
export const useSession = (
  suite: SessionSuite,
  { itemType, files = { a: 'old a' } }: Beginning = {},
) => {
  let opened: Opened | undefined
  let session = ''
  const current = (): Opened => {
    if (!opened) throw new Error('No place is open')
    return opened
  }
  const given = () => ({ update_session_id: session })

  const create = (as = current().caller, more: object = {}) =>
    current().place.call(as, 'updateSession.create', {
      create_spec: { library_item_id: current().item },
      ...more,
    })
  const add = (spec: Partial<AddSpec> = {}) =>
    current().place.call(current().caller, 'updateSessionFile.add', {
      ...given(),
      file_spec: { name: 'disk', source_type: 'PUSH', ...spec },
    })

  const own = {
    get place() {
      return current().place
    },
    get caller() {
      return current().caller
    },
    get library() {
      return current().library
    },
    get item() {
      return current().item
    },
    get session() {
      return session
    },
    given,
    create,
    /** Begins another session, which the calls are about from now on. */
    async createNext(): Promise<void> {
      session = await create()
    },
    act: (how: 'cancel' | 'complete' | 'delete' | 'get', as = current().caller) =>
      current().place.call(as, `updateSession.${how}`, given()),
    get: (as = current().caller) => current().place.call(as, 'updateSession.get', given()),
    fail: (client_error_message = 'The disk is broken') =>
      current().place.call(current().caller, 'updateSession.fail', {
        ...given(),
        client_error_message,
      }),
    add,
    send: async (text: string, spec: Partial<AddSpec> = {}) =>
      current().place.upload((await add(spec)).upload_endpoint?.uri ?? '', sending(text)),
    remove: (file_name: string) =>
      current().place.call(current().caller, 'updateSessionFile.remove', { ...given(), file_name }),
    file: (file_name = 'disk') =>
      current().place.call(current().caller, 'updateSessionFile.get', { ...given(), file_name }),
    files: () => current().place.call(current().caller, 'updateSessionFile.list', given()),
    validate: () => current().place.call(current().caller, 'updateSessionFile.validate', given()),
    expire: () => current().place.clock.advance(current().place.world.settings.sessionTimeoutMs),
  }

  beforeEach(async () => {
    const place = await openPlace(suite)
    const caller = await place.addCaller()
    const library = (await place.addLibrary()).id
    const type = itemType === undefined ? {} : { itemType, itemTypeKey: itemType }
    const item = (await place.addItem(library, { ...type, typeMetadata: null })).id
    for (const [name, text] of Object.entries(files)) await place.addItemFile(item, name, text)
    opened = { place, caller, library, item }
    await own.createNext()
  })
  afterEach(async () => {
    const { place } = current()
    await place.comeToRest()
    await expectNoOrphan(place.world, 'at rest')
    await place[Symbol.asyncDispose]()
    opened = undefined
  })
  return own
}
