import { expect } from 'vitest'
import { ApiError, itemPath, sessionPath, upload } from '../support/library-api.ts'
import type { LibraryApi, SessionFile } from '../support/library-api.ts'
import { contentAfter } from './ledger.ts'
import type { Content, ItemRecord, Ledger, SessionRecord, SessionState } from './ledger.ts'

/** Holds everything that is there against everything that was answered. */
export const checkAfterCrash = async (api: LibraryApi, ledger: Ledger): Promise<void> => {
  await Promise.all([...ledger.items].map((item) => checkItem(api, item)))
  await Promise.all([...ledger.sessions].map((session) => checkSession(api, session)))
}

const orGone = async <R>(call: Promise<R>): Promise<R | 'gone'> =>
  call.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return 'gone'
    throw error
  })

/** All of one of the states it may be in, and nothing between. */
const checkItem = async (api: LibraryApi, item: ItemRecord): Promise<void> => {
  const found = await findContent(api, item.id)
  const matching = item.possible.find((each) => isSame(each, found))
  expect(
    matching,
    `item ${item.id} is ${told(found)}, not ${item.possible.map(told).join(' or ')}`,
  ).toBeDefined()
  item.possible = [matching ?? found]
}

const findContent = async (api: LibraryApi, id: string): Promise<Content | 'gone'> => {
  const model = await orGone(api.call<{ content_version: string }>('GET', itemPath(id)))
  if (model === 'gone') return model
  return { version: Number(model.content_version), files: await api.download(id) }
}

const isSame = (a: Content | 'gone', b: Content | 'gone'): boolean => {
  if (a === 'gone' || b === 'gone') return a === b
  if (a.version !== b.version || a.files.size !== b.files.size) return false
  return [...a.files].every(([name, bytes]) => {
    const other = b.files.get(name)
    return other !== undefined && Buffer.compare(bytes, other) === 0
  })
}

const told = (content: Content | 'gone'): string =>
  content === 'gone'
    ? 'gone'
    : `${content.version} with ${[...content.files].map(([name, bytes]) => `${name}:${bytes.length}`).join()}`

const checkSession = async (api: LibraryApi, session: SessionRecord): Promise<void> => {
  const { item } = session
  const model = await orGone(api.call<{ state: SessionState }>('GET', sessionPath(session.id)))
  const state = model === 'gone' ? model : model.state
  // With its item goes a session too.
  const possible = item.possible.includes('gone') ? ['gone'] : session.possible
  expect(possible, `session ${session.id}`).toContain(state)
  session.possible = [state]
  if (item.session !== session) return
  const expected = state === 'DONE' ? contentAfter(session) : session.base
  expect(isSame(item.possible[0] ?? 'gone', expected), `${state} ${session.id}`).toBe(true)
  if (state === 'ACTIVE') await goOn(api, session)
  item.session = undefined
}

/** An ACTIVE session is as it was told; what broke off is sent again, and then it completes. */
const goOn = async (api: LibraryApi, session: SessionRecord): Promise<void> => {
  const { item } = session
  const files = await api.call<(SessionFile & { source_type: string })[]>(
    'GET',
    sessionPath(session.id, '/file'),
  )
  // A name that was not added yet may be there all the same: the item's own file, untouched.
  const pushed = files.filter(({ source_type }) => source_type === 'PUSH')
  const status = new Map(pushed.map((file) => [file.name, file.status]))
  for (const name of session.known) expect(status.has(name), `${name} was added`).toBe(true)
  for (const name of session.received) expect(status.get(name), `${name} arrived`).toBe('READY')
  for (const name of session.added.keys()) if (!status.has(name)) session.added.delete(name)
  for (const file of pushed) {
    const bytes = session.added.get(file.name)
    if (!bytes) expect.unreachable(`${file.name} was never added`)
    if (file.status !== 'READY') await upload(file, bytes)
  }
  await api.call('POST', sessionPath(session.id, '?action=complete'))
  session.possible = ['DONE']
  item.possible = [contentAfter(session)]
  await checkItem(api, item)
}
