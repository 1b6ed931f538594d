import { expect } from 'vitest'

import type { Item } from '../../ports/entities.ts'
import { checksumOf } from './bytes.ts'
import { lookAtItem } from './look.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { useSession } from './use-session.ts'

/** Gives each test an empty item of the type of tests and an ACTIVE session, and hands for it. */
export const useParcel = (suite: SessionSuite) => {
  const at = useSession(suite, { itemType: 'parcel', files: {} })
  const sumsOf = async (
    texts: Readonly<Record<string, string>>,
    algorithm: 'SHA1' | 'SHA256' = 'SHA256',
  ): Promise<string> => {
    const { hashing } = at.place.world
    const lines = Object.entries(texts).map(async ([name, text]) => {
      const { checksum } = await checksumOf(hashing, text, algorithm)
      return `${name} ${algorithm}:${checksum}\n`
    })
    return (await Promise.all(lines)).join('')
  }
  const send = (name: string, text: string): Promise<void> => at.send(text, { name })
  const itemRow = async (id = at.item): Promise<Item | undefined> => {
    const [row] = await at.place.world.store.find('item', { where: { id }, limit: 1 })
    return row
  }
  const namesInItem = async () =>
    (await lookAtItem(at.place.world, at.item))?.files.map(({ name }) => name)
  const itemFile = (name: string) =>
    at.place.call(at.caller, 'itemFile.get', { library_item_id: at.item, name })
  const copy = (name: string, type?: string) =>
    at.place.call(at.caller, 'item.copy', {
      source_library_item_id: at.item,
      destination_create_spec: { library_id: at.library, name, ...(type && { type }) },
    })
  const update = (type: string) =>
    at.place.call(at.caller, 'item.update', { library_item_id: at.item, update_spec: { type } })
  /** Fills the item with a disk of four bytes, and begins the next session. */
  const fill = async (): Promise<void> => {
    await send('box.list', 'disk 4\n')
    await send('disk', 'good')
    await at.act('complete')
    await at.createNext()
  }
  const refusesComplete = async (reason: string): Promise<void> => {
    const before = await lookAtItem(at.place.world, at.item)
    expect(await outcomeOf(at.act('complete'))).toMatchObject({
      id: 'accession.update_session.content_invalid',
      args: [expect.stringContaining(reason)],
    })
    expect(await at.get()).toMatchObject({ state: 'ACTIVE' })
    expect(await lookAtItem(at.place.world, at.item)).toEqual(before)
  }
  return { at, sumsOf, send, itemRow, namesInItem, itemFile, copy, update, fill, refusesComplete }
}
