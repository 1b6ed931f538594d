import { expect, it, onTestFinished } from 'vitest'
import { libraryApi, sessionPath, signIn, upload } from './support/library-api.ts'
import type { SessionFile } from './support/library-api.ts'
import { packOva } from './support/pack-ova.ts'
import { openConnection } from './support/raw-connection.ts'
import { startServerProcess } from './support/server-process.ts'
import type { ServerProcess } from './support/server-process.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const password = 'correct horse'
const disks = { 'disk-1.vmdk': 'one '.repeat(50_000), 'disk-2.vmdk': 'two '.repeat(50_000) }

it('an OVA whose server was killed in the middle of it is never shown by halves, and comes whole when it is sent again', async () => {
  const variables = { ACCESSION_DATA: temporaryFolder(), ACCESSION_ADMIN_PASSWORD: password }
  const start = async (): Promise<ServerProcess> => {
    const server = await startServerProcess(variables)
    onTestFinished(() => server.signal('SIGKILL'))
    return server
  }
  const { archive, files } = await packOva(disks)
  const first = await start()
  const api = await signIn(first.url, 'administrator@vsphere.local', password)
  const itemId = await api.createItem(await api.createLibrary('images'), 'box', 'ovf')
  const session = await api.createSession(itemId)
  const { pathname } = new URL(String((await api.addFile(session, 'box.ova')).upload_endpoint?.uri))
  const sender = await openConnection(first.url)
  sender.send(
    `PUT ${pathname} HTTP/1.1\r\nHost: library.test\r\nContent-Length: ${archive.length}\r\n\r\n`,
  )
  sender.send(archive.subarray(0, archive.indexOf('two ') + 1_000))
  const statuses = async (one = api): Promise<Record<string, string>> => {
    const listed = await one.call<readonly SessionFile[]>('GET', sessionPath(session, '/file'))
    return Object.fromEntries(listed.map(({ name, status }) => [name, status]))
  }
  await expect
    .poll(() => statuses())
    .toMatchObject({
      'box.ovf': 'READY',
      'disk-1.vmdk': 'READY',
      'disk-2.vmdk': 'TRANSFERRING',
    })
  first.signal('SIGKILL')
  await first.exited

  const second = await start()
  const again = libraryApi(second.url, api.token)
  const complete = () => again.call('POST', sessionPath(session, '?action=complete'))
  await expect(complete()).rejects.toMatchObject({
    status: 400,
    body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  })
  expect(await again.download(itemId)).toEqual(new Map())
  const listed = await again.call<readonly SessionFile[]>('GET', sessionPath(session, '/file'))
  const awaited = listed.find(({ name }) => name === 'box.ova')
  if (!awaited) throw new Error('The archive is not awaited any more')
  await upload(awaited, Uint8Array.from(archive))
  await complete()
  const found = await again.download(itemId)
  expect([...found.keys()].toSorted()).toEqual(Object.keys(files).toSorted())
  for (const [name, content] of Object.entries(files))
    expect(Buffer.from(found.get(name) ?? []).equals(Buffer.from(content)), name).toBe(true)
})
