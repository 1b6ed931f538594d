import { verifyCatalog } from '@accession/core/admin'
import { expect, it, onTestFinished } from 'vitest'
import { createNodeLog } from '../../src/adapters/node-log.ts'
import { readSettings, startServer } from '../../src/index.ts'
import { openWorld } from '../crash/open-world.ts'
import { libraryApi, signIn, upload } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { mirrorApi } from './mirror-api.ts'
import { passwords } from '../support/light-passwords.ts'

const password = 'correct horse'
const publishPassword = 'for subscribers alone'
const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const count = isLong ? 200 : 8

const start = async (flags: Parameters<typeof readSettings>[0] = {}) => {
  const variables = {
    ACCESSION_DATA: temporaryFolder(),
    ACCESSION_ADMIN_PASSWORD: password,
    ACCESSION_FETCH_ALLOW: '127.0.0.1',
  }
  const log = createNodeLog({ level: 'error', isReadable: false, write: () => undefined })
  const settings = readSettings({ port: '0', ...flags }, variables)
  const server = await startServer(settings, { log, passwords })
  onTestFinished(() => server.close())
  return { server, variables }
}

/** Replaces the files of an item, all in one session. */
const fill = async (
  api: LibraryApi,
  itemId: string,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  const session = await api.createSession(itemId)
  for (const [name, content] of Object.entries(files))
    await upload(await api.addFile(session, name), new TextEncoder().encode(content))
  const path = `/api/content/library/item/update-session/${session}`
  await api.call('POST', `${path}?action=complete`)
}

it(
  'a library of one server is followed by another, with a password, through its changes',
  { timeout: 120_000 },
  async () => {
    const publisher = await start()
    const { token } = await signIn(publisher.server.url, 'administrator@vsphere.local', password)
    const api = libraryApi(publisher.server.url, token)
    const library = await api.createLibrary('images')
    await api.call('PATCH', `/api/content/local-library/${library}`, {
      publish_info: {
        published: true,
        authentication_method: 'BASIC',
        password: publishPassword,
      },
    })
    const { publish_info: info } = await api.call<{ publish_info: { publish_url: string } }>(
      'GET',
      `/api/content/local-library/${library}`,
    )
    const items: Record<string, Record<string, string>> = {}
    const ids: string[] = []
    for (let n = 0; n < count; n++) {
      const name = `Item ${n} / 100% #?`
      items[name] = { [`disk ${n}.vmdk`]: `disk ${n} `.repeat(n * 50), 'a b+c%20.txt': `${n}` }
      ids.push(await api.createItem(library, name))
      await fill(api, ids[n] ?? '', items[name])
    }

    const subscriber = await start()
    const signedIn = await signIn(subscriber.server.url, 'administrator@vsphere.local', password)
    const mirror = mirrorApi(libraryApi(subscriber.server.url, signedIn.token))
    const subscription = {
      subscription_url: info.publish_url,
      authentication_method: 'BASIC',
      password: publishPassword,
    }
    const followed = await mirror.create(subscription)
    expect(await mirror.settled(followed)).toMatchObject({ status: 'SUCCEEDED' })
    expect(await mirror.contents(followed)).toEqual(items)

    const [first = '', second = ''] = Object.keys(items)
    await fill(api, ids[0] ?? '', { 'a b+c%20.txt': 'changed' })
    await api.call('PATCH', `/api/content/library/item/${ids[1]}`, { name: 'Renamed' })
    await api.call('DELETE', `/api/content/library/item/${ids[2]}`)
    await mirror.sync(followed)
    expect(await mirror.settled(followed)).toMatchObject({ status: 'SUCCEEDED' })
    const { [second]: renamed, [Object.keys(items)[2] ?? '']: _, ...others } = items
    expect(await mirror.contents(followed)).toEqual({
      ...others,
      [first]: { ...items[first], 'a b+c%20.txt': 'changed' },
      Renamed: renamed,
    })
    await subscriber.server.close()
    await using left = await openWorld(readSettings({}, subscriber.variables))
    const { signal } = new AbortController()
    const { findings } = await verifyCatalog(left.world, left.snapshots, { signal, graceMs: 0 })
    expect(findings).toEqual([])
  },
)

it('a certificate that nobody vouches for is believed by its thumbprint alone', async () => {
  const publisher = await start({ tls: 'self-signed' })
  const { url, fingerprint } = publisher.server
  const subscriber = await start()
  const { token } = await signIn(subscriber.server.url, 'administrator@vsphere.local', password)
  const api = libraryApi(subscriber.server.url, token)
  const probe = (given: object) =>
    api.call<{ status: string; ssl_thumbprint?: string }>(
      'POST',
      '/api/content/subscribed-library?action=probe',
      {
        subscription_info: {
          subscription_url: new URL('/cls/vcsp/lib/none/lib.json', url).href,
          authentication_method: 'NONE',
          ...given,
        },
      },
    )
  const unknown = await probe({})
  expect(unknown.status).toBe('CERTIFICATE_ERROR')
  expect(unknown.ssl_thumbprint).toBe(fingerprint)
  expect(await probe({ ssl_thumbprint: 'ab'.repeat(32) })).toMatchObject({
    status: 'CERTIFICATE_ERROR',
  })
  expect(await probe({ ssl_thumbprint: fingerprint })).toMatchObject({
    status: 'RESOURCE_NOT_FOUND',
  })
})
