import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { measured } from '../testing/measured.ts'
import { describePullFaults } from '../testing/pulls/describe-pull-faults.ts'
import { describeCompletingPulls } from '../testing/pulls/describe-completing-pulls.ts'
import { describePulledArchives } from '../testing/pulls/describe-pulled-archives.ts'
import { describePulls } from '../testing/pulls/describe-pulls.ts'
import { openPullPlace } from '../testing/pulls/pull-place.ts'
import { contentOf } from '../testing/pulls/test-source.ts'
import { outcomeOf } from '../testing/update-sessions/place.ts'

const open = async () => ({ store: createMemoryStore() })

describePulls('in memory', open)
describeCompletingPulls('in memory', open)
describePullFaults('in memory', open)
describePulledArchives('in memory', open)

describe('a source_endpoint', () => {
  it.each([
    ['no address', 'not an address'],
    ['ftp', 'ftp://images.example/secret'],
    ['a datastore', 'ds:///vmfs/volumes/secret'],
    ['a file', 'file:///etc/secret'],
    ['a user', 'https://me@images.example/secret'],
    ['a password', 'https://me:secret@images.example/'],
    ['a control character', 'https://images.example/\u0000secret'],
    ['too long a text', `https://images.example/${'secret'.repeat(1000)}`],
  ])('is refused where it is %s', async (_, uri) => {
    const place = await openPullPlace(open)
    const refused = await outcomeOf(
      place.pull({ content: contentOf(1) }, { source_endpoint: { uri } }),
    )
    expect(refused).toMatchObject({ type: 'INVALID_ARGUMENT', id: 'accession.pull.source_invalid' })
    expect(JSON.stringify([refused, place.logged])).not.toContain('secret')
    expect(await place.tasks()).toEqual([])
  })

  it.each([{ ssl_certificate_thumbprint: 'AA:BB' }, { ssl_certificate: 'AA:BB' }])(
    'is refused where it pins nothing: %o',
    async (pin) => {
      const place = await openPullPlace(open)
      const source_endpoint = { uri: 'https://images.example/', ...pin }
      expect(
        await outcomeOf(place.pull({ content: contentOf(1) }, { source_endpoint })),
      ).toMatchObject({ type: 'INVALID_ARGUMENT', id: 'accession.pull.source_invalid' })
    },
  )
})

it('a pull that is cancelled as a task ends the session that waits for it, and that is told', async () => {
  const place = await openPullPlace(open)
  const { caller, session } = place
  await place.pull({ content: contentOf(1) })
  await place.call(caller, 'updateSession.complete', { update_session_id: session })
  const [task] = await place.tasks()
  await place.call(caller, 'task.cancel', { task: task?.id ?? '' })
  expect(await place.state()).toBe('ERROR')
  expect(place.logged.filter(({ event }) => event === 'update_session.fail')).toMatchObject([
    { fields: { session, user: caller.user.name } },
  ])
  const ended = measured(place.metrics, 'accession_update_sessions_ended_total', { how: 'error' })
  expect(ended).toBe(1)
})

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** A session of an item whose type looks into files. */
const openTyped = async () => {
  const place = await openPullPlace(open)
  const { caller, item, session } = place
  await place.call(caller, 'item.update', {
    library_item_id: item,
    update_spec: { type: 'parcel' },
  })
  const complete = () =>
    place.call(caller, 'updateSession.complete', { update_session_id: session })
  return { ...place, complete }
}

describe('an item whose type looks into files', () => {
  it('refuses what is pulled, and its session with it', async () => {
    const place = await openTyped()
    await place.pull({ content: bytesOf('no list at all') }, { name: 'box.list' })
    await place.complete()
    await place.carryOn()
    const reason = 'File box.list cannot be read: it holds no list at all.'
    expect(await place.file('box.list')).toMatchObject({
      status: 'ERROR',
      error_message: { default_message: reason },
    })
    expect(await place.state()).toBe('ERROR')
  })

  it('is judged by the end of the last pull', async () => {
    const place = await openTyped()
    await place.pull({ content: bytesOf('disk 4\nother 1\n') }, { name: 'box.list' })
    await place.complete()
    await place.carryOn()
    const model = await place.call(place.caller, 'updateSession.get', {
      update_session_id: place.session,
    })
    expect(model).toMatchObject({
      state: 'ERROR',
      error_message: { default_message: expect.stringContaining('disk is missing') },
    })
  })
})
