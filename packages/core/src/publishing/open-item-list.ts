import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { isPublished } from './publisher.ts'
import { readItemTexts } from './read-item-texts.ts'
import { createRememberedLists } from './remembered-lists.ts'
import type { RememberedLists } from './remembered-lists.ts'

/** `items.json` of a library, never older than the version that it was asked for at. */
export type ItemList =
  /** Just what the library held at this version. */
  | { readonly kind: 'exact'; readonly version: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The library changed all the while: what it held at this version, with some of what came later. */
  | { readonly kind: 'mixed'; readonly version: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The same, and too long to be held in memory. */
  | { readonly kind: 'long'; readonly version: number; read(): ReadableStream<Uint8Array> }

const listsOfProcess = new WeakMap<World['store'], RememberedLists>()

/** The lists that are being made, beside the transfers: requests wait for them, so they go with them. */
const running = new WeakMap<World['transfers'], Map<string, Promise<ItemList>>>()

/**
 * The list of a library that was just read: remembered while the version stays, else made anew, once
 * for all who ask meanwhile. Since a change and the version that it brings are one commit, a list
 * whose library has one version before and after it was read is exactly that version's.
 */
export const openItemList = async (
  world: World,
  { id, version }: Pick<Library, 'id' | 'version'>,
): Promise<ItemList> => {
  const lists = remembered(world)
  const known = lists.get(id)
  if (known?.version === version) return known
  const byLibrary = running.get(world.transfers) ?? new Map<string, Promise<ItemList>>()
  running.set(world.transfers, byLibrary)
  for (;;) {
    let making = byLibrary.get(id)
    if (!making) {
      making = makeList(world, id, lists).finally(() => byLibrary.delete(id))
      byLibrary.set(id, making)
    }
    const list = await making
    // One that was begun before the library was read may lack what was read then.
    if (list.version >= version) return list
  }
}

const remembered = (world: World): RememberedLists => {
  const known = listsOfProcess.get(world.store)
  if (known) return known
  const made = createRememberedLists()
  listsOfProcess.set(world.store, made)
  return made
}

const makeList = async (world: World, id: string, lists: RememberedLists): Promise<ItemList> => {
  for (let attempt = 1; ; attempt++) {
    const version = await readVersion(world, id)
    const bytes = await collect(world, id)
    if (!bytes) {
      const list = { kind: 'long', version, read: () => streamOf(wholeText(world, id)) } as const
      return list
    }
    if ((await readVersion(world, id)) === version) {
      const list = { kind: 'exact', version, bytes } as const
      lists.set(id, list)
      return list
    }
    if (attempt === limits.publishedListAttemptsMax) return { kind: 'mixed', version, bytes }
  }
}

const readVersion = async ({ store }: World, id: string): Promise<number> => {
  const [library] = await store.find('library', { where: { id, deletedAt: null }, limit: 1 })
  if (library && isPublished(library)) return library.version
  throw accessionError('accession.publishing.not_published', [id])
}

/** The text of `items.json`, some of it at a time. */
async function* listText(world: World, id: string): AsyncGenerator<string> {
  let isFirst = true
  for await (const texts of readItemTexts(world, id)) {
    yield `${isFirst ? '{"items":[' : ','}${texts.join(',')}`
    isFirst = false
  }
  yield isFirst ? '{"items":[]}' : ']}'
}

/**
 * The same for who has read some of it before its end is known: it breaks off where the library is
 * published no longer, rather than end without the items that went with it.
 */
async function* wholeText(world: World, id: string): AsyncGenerator<string> {
  let before = ''
  for await (const text of listText(world, id)) {
    if (before !== '') yield before
    before = text
  }
  await readVersion(world, id)
  yield before
}

/** All of it; undefined where that is too much to be held. */
const collect = async (world: World, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const text of listText(world, id)) {
    const piece = encoder.encode(text)
    length += piece.byteLength
    if (length > limits.publishedListBytesMax) return undefined
    pieces.push(piece)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  return bytes
}

const streamOf = (texts: AsyncGenerator<string>): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const step = await texts.next()
        if (step.done) controller.close()
        else controller.enqueue(new TextEncoder().encode(step.value))
      },
      async cancel() {
        await texts.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
