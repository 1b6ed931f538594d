import { beforeEach, describe, expect, it } from 'vitest'
import { testSpellings } from './spellings.ts'
import type { TestSpelling } from './spellings.ts'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'
import { addPushFile, filesOf, makeItem, makeSession } from './update-session-fixture.ts'

const endings = [
  { state: 'DONE', action: 'complete', body: undefined },
  { state: 'CANCELED', action: 'cancel', body: undefined },
  { state: 'ERROR', action: 'fail', body: { client_error_message: 'no more' } },
]

interface ErrorBody {
  readonly type?: string
  readonly error_type: string
  readonly messages: readonly { readonly id: string }[]
}

/** An error in the form its spelling has it. */
const errorOf = async (spelling: TestSpelling, response: Response) => {
  const body = (await response.json()) as ErrorBody & { readonly value: ErrorBody }
  if (spelling.name === 'rest') {
    expect(body.value.messages).toEqual(body.messages)
    expect(body.value.error_type).toBe(body.error_type)
    expect(body.type).toBe(`com.vmware.vapi.std.errors.${body.error_type.toLowerCase()}`)
  } else expect(Object.keys(body).toSorted()).toEqual(['error_type', 'messages'])
  return { status: response.status, type: body.error_type, id: body.messages[0]?.id }
}

describe.each(testSpellings)('deleting an update session in /$name', (spelling) => {
  let app: TestApp
  let as: Record<string, string>
  let item: string
  let session: string

  beforeEach(async () => {
    app = openTestApp()
    as = await app.signIn('admin')
    item = await makeItem(app, as)
    session = await makeSession(app, as, item)
  })

  const stateNow = async () => {
    const response = await spelling.getSession(app, as, session)
    return (spelling.unwrap(await response.json()) as { readonly state: string }).state
  }

  it('refuses one that is unknown', async () => {
    const response = await spelling.deleteSession(app, as, 'unknown')
    expect(await errorOf(spelling, response)).toMatchObject({ status: 404, type: 'NOT_FOUND' })
  })

  it('refuses an ACTIVE one, which goes on with its upload', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso')
    let end: (() => void) | undefined
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('first, '))
        end = () => {
          controller.enqueue(new TextEncoder().encode('last'))
          controller.close()
        }
      },
    })
    const upload = app.send('PUT', path, { body })
    await expect.poll(() => app.world.transfers.count).toBe(1)
    const response = await spelling.deleteSession(app, as, session)
    expect(await errorOf(spelling, response)).toEqual({
      status: 400,
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      id: 'accession.update_session.active',
    })
    expect(await stateNow()).toBe('ACTIVE')
    end?.()
    expect((await upload).status).toBe(200)
    const completed = await spelling.act(app, as, session, 'complete')
    expect(completed.status).toBe(spelling.statuses.nothing)
    expect(await filesOf(app, as, item)).toMatchObject([{ name: 'disk.iso', size: 11 }])
  })

  it.each(endings)('removes a $state one', async ({ state, action, body }) => {
    await spelling.act(app, as, session, action, body)
    expect(await stateNow()).toBe(state)
    const response = await spelling.deleteSession(app, as, session)
    expect(response.status).toBe(spelling.statuses.nothing)
    expect(await response.text()).toBe('')
    for (const gone of [
      await spelling.getSession(app, as, session),
      await spelling.deleteSession(app, as, session),
    ])
      expect(await errorOf(spelling, gone)).toMatchObject({ status: 404, type: 'NOT_FOUND' })
  })

  it('is not for another user without the privilege', async () => {
    await spelling.act(app, as, session, 'cancel')
    const viewer = await app.signIn('viewer')
    const response = await spelling.deleteSession(app, viewer, session)
    expect(await errorOf(spelling, response)).toEqual({
      status: 403,
      type: 'UNAUTHORIZED',
      id: 'accession.access.privilege_missing',
    })
    expect(await stateNow()).toBe('CANCELED')
  })

  it('is not for who has signed out', async () => {
    await spelling.act(app, as, session, 'cancel')
    const out = await app.send('DELETE', spelling.session, { headers: as })
    expect(out.status).toBe(spelling.statuses.nothing)
    for (const headers of [as, {}]) {
      const response = await spelling.deleteSession(app, headers, session)
      expect(await errorOf(spelling, response)).toMatchObject({
        status: 401,
        type: 'UNAUTHENTICATED',
      })
    }
  })

  it('cuts the upload of a cancelled one, and the item never changes', async () => {
    const path = await addPushFile(app, as, session, 'disk.iso')
    const upload = app.send('PUT', path, {
      body: new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('first, and nothing more'))
        },
      }),
    })
    await expect.poll(() => app.world.transfers.count).toBe(1)
    await spelling.act(app, as, session, 'cancel')
    await spelling.deleteSession(app, as, session)
    const response = await upload
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' })
    expect(await filesOf(app, as, item)).toEqual([])
  })
})
