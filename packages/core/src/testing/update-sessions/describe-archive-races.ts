import { expect, it } from 'vitest'

import { packParcel } from '../parcel-archive.ts'
import { scale } from '../scale.ts'
import { brokenSending, sending } from './bytes.ts'
import { tardy } from './disguises.ts'
import { expectNoOrphan, lookAtItem } from './look.ts'
import { meet } from './meet.ts'
import { openPlace } from './place.ts'
import type { SessionSuite } from './place.ts'
import { createRandom } from './random.ts'

const timeoutMs = scale(60_000, 1_200_000)

/** What whoever comes too late may hear. */
const losses: readonly string[] = [
  'accession.update_session.not_active',
  'accession.update_session.files_not_ready',
  'accession.update_session.file_not_found',
  'accession.transfer.not_wanted',
  'accession.transfer.superseded',
  'accession.transfer.already_received',
  'accession.transfer.interrupted',
  'accession.transfer.capability_invalid',
  'accession.ova.name_taken',
]

/** The members that an upload brings: each has the same names, and contents of its own. */
const filesOf = (upload: string) => ({
  'box.list': `disk ${upload.length}\n`,
  disk: upload,
  [`only-${upload}`]: upload,
})

const packed = (upload: string): string => packParcel(filesOf(upload))

const contentsOf = (files: readonly { readonly name: string; readonly content: string }[]) =>
  Object.fromEntries(files.map(({ name, content }) => [name, content]))

/**
 * Uploads of one archive meet each other, one that breaks off, a file added in the place of a
 * member, the removal of the archive and the ends of its session.
 */
const uploadsOfArchive = async (suite: SessionSuite, seed: number): Promise<string> => {
  const random = createRandom(seed)
  await using place = await openPlace(suite, {}, tardy(random))
  const caller = await place.addCaller()
  const library = await place.addLibrary()
  const type = { itemType: 'parcel', itemTypeKey: 'parcel' }
  const { id: item } = await place.addItem(library.id, type)
  const session = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const given = { update_session_id: session }
  const add = async (name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
      ...given,
      file_spec,
    })
    return upload_endpoint?.uri ?? ''
  }
  const uri = await add('box.parcels')
  const send = (upload: string) => (): Promise<void> => {
    const text = packed(upload)
    const middle = random.below(text.length)
    return place.upload(uri, sending(text.slice(0, middle), text.slice(middle)))
  }
  const disturbances = {
    broken: () => place.upload(uri, brokenSending(packed('cut').slice(0, random.below(40)))),
    member: () => add('disk'),
    remove: () =>
      place.call(caller, 'updateSessionFile.remove', { ...given, file_name: 'box.parcels' }),
    cancel: () => place.call(caller, 'updateSession.cancel', given),
    complete: () => place.call(caller, 'updateSession.complete', given),
  }
  const chosen = Object.entries(disturbances).filter(() => random.below(3) === 0)
  const ended = await meet(random, {
    first: send('first'),
    second: send('second'),
    ...Object.fromEntries(chosen),
  })
  const why = `seed ${seed}: ${JSON.stringify(Object.fromEntries(ended))}`
  for (const { id } of ended.values()) if (id !== undefined) expect(losses, why).toContain(id)
  const isDone = ended.has('complete') && ended.get('complete')?.['id'] === undefined
  const received = ['first', 'second'].filter((name) => ended.get(name)?.['id'] === undefined)
  expect(received.length, why).toBeLessThanOrEqual(1)
  const [upload] = received
  const calm = !chosen.some(([name]) => name !== 'broken')
  // With nobody but themselves in the way, one of them is the last to begin.
  if (calm) expect(received.length + Number(ended.has('broken')), why).toBeGreaterThan(0)
  if (calm && upload !== undefined) await place.call(caller, 'updateSession.complete', given)
  const seen = contentsOf((await lookAtItem(place.world, item))?.files ?? [])
  if ((calm || isDone) && upload !== undefined && Object.keys(seen).length > 0)
    expect(seen, why).toEqual(filesOf(upload))
  else expect(seen, why).toEqual({})
  await place.comeToRest()
  await expectNoOrphan(place.world, why)
  return upload ?? 'none'
}

/** Archives and whatever may come between, at every point. */
export const describeArchiveRaces = (suite: SessionSuite): void => {
  it(
    'archives: bring the members of the one upload that was told so, or none',
    async () => {
      const winners = new Map<string, number>()
      for (let seed = 1; seed <= scale(4, 1_500); seed++) {
        const winner = await uploadsOfArchive(suite, seed)
        winners.set(winner, (winners.get(winner) ?? 0) + 1)
      }
      expect(winners.size).toBeGreaterThan(1)
    },
    timeoutMs,
  )
}
