import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseExposition } from '@accession/core/testing'
import { expect, it } from 'vitest'
import { upload } from '../support/library-api.ts'
import { openConnection } from '../support/raw-connection.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bytesOf, complete, downloadUrl, serveLibrary } from './served-library.ts'

const metricsToken = 'a-token-for-scrapers'
const diskBytes = 8 * 1024 * 1024

const descriptor = `<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1"
  xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1">
  <References><File ovf:id="file1" ovf:href="disk.vmdk"/></References>
  <VirtualSystem ovf:id="box"><Info>A box</Info></VirtualSystem>
</Envelope>
`

/**
 * A server with an OVF set in a folder, the path of the disk's bytes, and the address of its
 * archive.
 */
const serveSet = async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data, metricsToken })
  const { api, libraryId } = library
  const itemId = await api.createItem(libraryId, 'box', 'ovf')
  const session = await api.createSession(itemId)
  await upload(await api.addFile(session, 'box.ovf'), new TextEncoder().encode(descriptor))
  await upload(await api.addFile(session, 'disk.vmdk', diskBytes), bytesOf(diskBytes))
  await complete(api, session)
  const [disk] = readdirSync(join(data, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size === diskBytes)
  if (disk === undefined) throw new Error('The bytes of the disk were not found')
  const url = `${await downloadUrl(api, itemId, 'box.ovf')}?format=ova`
  return { ...library, disk, url }
}

it.each<[string, (path: string) => void]>([
  ['missing', (path) => truncateSync(path, 0)],
  ['cut', (path) => truncateSync(path, diskBytes / 2)],
  ['changed', (path) => writeFileSync(path, bytesOf(diskBytes).fill(1, 1_000, 1_001))],
])(
  'an archive with bytes that are %s breaks its connection, short of its length',
  async (_, harm) => {
    const { disk, url, logged, server } = await serveSet()
    harm(disk)
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(diskBytes)
    await expect(answer.arrayBuffer()).rejects.toThrow()
    expect(logged).toContainEqual(expect.objectContaining({ event: 'download.failed' }))
    expect(await fetch(new URL('/readyz', server.url))).toMatchObject({ status: 200 })
  },
)

it('an archive whose client has gone is read no further', async () => {
  const { server, url } = await serveSet()
  const { pathname, search } = new URL(url)
  const reader = await openConnection(server.url)
  reader.send(`GET ${pathname}${search} HTTP/1.1\r\nHost: library.test\r\n\r\n`)
  await reader.until('200 OK')
  reader.socket.destroy()
  const headers = { authorization: `Bearer ${metricsToken}` }
  const running = async () => {
    const answer = await fetch(new URL('/metrics', server.url), { headers })
    const { samples = [] } =
      parseExposition(await answer.text()).get('accession_transfers_running') ?? {}
    return samples.map(({ labels, value }) => [labels['direction'], value])
  }
  await expect.poll(running).toContainEqual(['download', 0])
})
