import { sessionPath, itemPath, upload } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'
import { contentAfter } from './ledger.ts'
import type { Content, ItemRecord, Ledger, SessionRecord } from './ledger.ts'
import type { SeededRandom } from './seeded-random.ts'

export interface LoadOptions {
  readonly api: LibraryApi
  readonly libraryId: string
  readonly random: SeededRandom
  readonly ledger: Ledger
  /** Among all the workers of all rounds. */
  readonly name: string
}

const itemsMax = 6
const fileNames = ['disk.img', 'notes.txt', 'größe.bin', 'a b']
const sizes = [0, 1, 100, 10_000, 70_000, 300_000, 4_000_000]

/** Works on items of its own, one call after the other, until the server dies under it. */
export const runWorker = async (options: LoadOptions): Promise<never> => {
  const own: ItemRecord[] = []
  for (let count = 0; ; count++) {
    const free = own.filter((item) => !item.session && !item.possible.includes('gone'))
    if (free.length === 0 || (own.length < itemsMax && options.random.chance(0.3))) {
      own.push(await createItem(options, `${options.name}-${count}`))
    } else if (options.random.chance(0.1)) {
      await deleteItem(options, options.random.pick(free))
    } else {
      await runSession(options, options.random.pick(free))
    }
  }
}

/** Does what is under way, then holds to its answer. */
const answered = async <R>({ ledger }: LoadOptions, call: Promise<R>): Promise<R> => {
  const result = await call
  ledger.answered++
  return result
}

const createItem = async (options: LoadOptions, name: string): Promise<ItemRecord> => {
  const { api, libraryId, ledger } = options
  const id = await answered(options, api.createItem(libraryId, name))
  const empty: Content = { version: 1, files: new Map() }
  const item: ItemRecord = { id, possible: [empty], session: undefined }
  ledger.items.add(item)
  return item
}

const deleteItem = async (options: LoadOptions, item: ItemRecord): Promise<void> => {
  item.possible = [...item.possible, 'gone']
  await answered(options, options.api.call('DELETE', itemPath(item.id)))
  item.possible = ['gone']
}

const runSession = async (options: LoadOptions, item: ItemRecord): Promise<void> => {
  const { api, random, ledger } = options
  const session: SessionRecord = {
    id: await answered(options, api.createSession(item.id)),
    item,
    base: item.possible[0] as Content,
    possible: ['ACTIVE'],
    added: new Map(),
    known: new Set(),
    received: new Set(),
  }
  item.session = session
  ledger.sessions.add(session)
  const names = fileNames.filter(() => random.chance(0.5))
  for (const name of names) await sendFile(options, session, name)
  if (random.chance(0.7)) await complete(options, session)
  else if (random.chance(0.5)) await cancel(options, session)
  else return
  item.session = undefined
  if (random.chance(0.5)) await forget(options, session)
}

const sendFile = async (
  options: LoadOptions,
  session: SessionRecord,
  name: string,
): Promise<void> => {
  const { api, random } = options
  const bytes = random.bytes(random.pick(sizes))
  session.added.set(name, bytes)
  const size = random.chance(0.5) ? bytes.length : undefined
  const file = await answered(options, api.addFile(session.id, name, size))
  session.known.add(name)
  const isChunked = random.chance(0.3) && bytes.length > 0
  await answered(options, upload(file, isChunked ? new Blob([bytes]).stream() : bytes))
  session.received.add(name)
}

const complete = async (options: LoadOptions, session: SessionRecord): Promise<void> => {
  const { item } = session
  const after = contentAfter(session)
  session.possible = ['ACTIVE', 'DONE']
  item.possible = [session.base, after]
  await answered(options, options.api.call('POST', sessionPath(session.id, '?action=complete')))
  session.possible = ['DONE']
  item.possible = [after]
}

const cancel = async (options: LoadOptions, session: SessionRecord): Promise<void> => {
  session.possible = ['ACTIVE', 'CANCELED']
  await answered(options, options.api.call('POST', sessionPath(session.id, '?action=cancel')))
  session.possible = ['CANCELED']
}

const forget = async (options: LoadOptions, session: SessionRecord): Promise<void> => {
  session.possible = [...session.possible, 'gone']
  await answered(options, options.api.call('DELETE', sessionPath(session.id)))
  session.possible = ['gone']
}
