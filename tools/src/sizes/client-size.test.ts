import { describe, expect, it } from 'vitest'
import { bundle } from './bundle.ts'

/** What people write, and how many bytes of it may travel, gzipped. */
const programs = [
  {
    of: 'the session calls',
    gzippedBytesMax: 6_000,
    program: `
      import { createConnection, updateSession } from '@accession/client'

      const [server, token] = location.hash.slice(1).split(',')
      const sessions = updateSession(createConnection({ server, token }))
      for (const update_session_id of await sessions.list()) {
        const { state } = await sessions.get({ update_session_id })
        if (state === 'ACTIVE') await sessions.cancel({ update_session_id })
        await sessions.delete({ update_session_id })
      }`,
  },
  {
    of: 'an upload',
    gzippedBytesMax: 11_000,
    program: `
      import { createConnection, item, updateSession, updateSessionFile, uploadItem } from '@accession/client'

      const connection = createConnection({ server: location.origin, token: location.hash.slice(1) })
      const client = {
        connection,
        item: item(connection),
        updateSession: updateSession(connection),
        updateSessionFile: updateSessionFile(connection),
      }
      export const upload = (library_id, file) =>
        uploadItem(client, {
          item: { library_id, name: file.name },
          files: [{ name: file.name, size: file.size, open: () => file }],
        })`,
  },
  {
    of: 'a whole client',
    gzippedBytesMax: 12_000,
    program: `
      import { createClient } from '@accession/client'

      const client = createClient({ server: location.origin, token: location.hash.slice(1) })
      console.log(await client.library.list())`,
  },
  {
    of: 'everything',
    gzippedBytesMax: 20_000,
    program: `export * from '@accession/client'`,
  },
] as const

describe.each(programs)('$of of the client', ({ gzippedBytesMax, program }) => {
  it(`takes at most ${gzippedBytesMax} bytes, and imports nothing where it runs`, async () => {
    const { gzippedBytes, imports } = await bundle(program)
    expect(gzippedBytes).toBeGreaterThan(1_000)
    expect(gzippedBytes).toBeLessThanOrEqual(gzippedBytesMax)
    expect(imports).toEqual([])
  })
})

it('would be told of a client that imports what only Node.js has', async () => {
  const planted = `export * from '@accession/client'; export { readFile } from 'node:fs/promises'`
  await expect(bundle(planted)).rejects.toThrow('node:fs/promises')
})
