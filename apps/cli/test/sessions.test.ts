import { createClient, type Client } from '@accession/client'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adminPassword, startAccession, type Accession } from './accession.ts'

// Each case starts several processes, on machines that may be busy.
const timeout = 60_000

let accession: Accession
let client: Client
let itemId = ''
beforeAll(async () => {
  accession = await startAccession()
  const user = 'administrator@vsphere.local'
  client = createClient({ server: accession.url, user, password: adminPassword })
  const path = join(accession.folder, 'note.txt')
  await writeFile(path, 'note')
  await accession.json('import', path, '--library', 'images')
  const [item] = await accession.json<{ id: string }[]>('item', 'ls')
  itemId = item?.id ?? ''
}, timeout)
afterAll(() => accession.close())

let session = ''
beforeEach(async () => {
  for (const id of await client.updateSession.list({})) {
    await client.updateSession.cancel({ update_session_id: id }).catch(() => undefined)
    await client.updateSession.delete({ update_session_id: id })
  }
  session = await client.updateSession.create({ create_spec: { library_item_id: itemId } })
})

const addFile = (name: string) =>
  client.updateSessionFile.add({
    update_session_id: session,
    file_spec: { name, source_type: 'PUSH', size: 3 },
  })
const put = async (name: string) => {
  const { upload_endpoint: endpoint } = await addFile(name)
  expect((await fetch(endpoint?.uri ?? '', { method: 'PUT', body: 'abc' })).status).toBe(200)
}
const doctor = (...args: readonly string[]) =>
  accession.run(['session', 'doctor', '--interval', '0.1', ...args])

describe('session doctor', { timeout }, () => {
  it('tells what a session waits for and what it blocks, and leaves it without --yes', async () => {
    await addFile('a.iso')
    for (const args of [[], ['--dry-run', '--yes']]) {
      const told = await doctor(...args)
      expect(told).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') })
      expect(told.stdout).toContain(`Session ${session} (ACTIVE) blocks images/note\n`)
      expect(told.stdout).toContain('a.iso waits for its upload')
    }
    expect(await client.updateSession.list({})).toEqual([session])
  })

  it('frees with --yes, and tells programs what it did', async () => {
    await put('a.iso')
    const { code, stdout } = await doctor('--yes', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject([
      {
        id: session,
        item_path: 'images/note',
        blocks_item: true,
        findings: [{ kind: 'not_completed' }],
        freed: true,
      },
    ])
    expect(await client.updateSession.list({})).toEqual([])
    expect(await doctor()).toMatchObject({ code: 0, stdout: '0 sessions, none of them stuck\n' })
  })

  it('tells why a session failed, and lets one that moves be', async () => {
    await accession.json('session', 'fail', session, '--message', 'The build was withdrawn')
    const told = await doctor('--output', 'yaml')
    expect(told).toMatchObject({ code: 1 })
    expect(told.stdout).toContain('The build was withdrawn')
    await accession.json('session', 'rm', session)
    session = await client.updateSession.create({ create_spec: { library_item_id: itemId } })
    const alive = setInterval(
      () => void client.updateSession.keep_alive({ update_session_id: session }),
      50,
    )
    const quiet = await accession.run(['session', 'doctor', '--interval', '1'])
    clearInterval(alive)
    expect(quiet).toMatchObject({ code: 0, stdout: '1 session, none of them stuck\n' })
  })
})

describe('session watch', { timeout }, () => {
  it('tells each change, and ends when the sessions have ended', async () => {
    await put('a.iso')
    const watching = accession.run(['session', 'watch', session, '--interval', '0.1', '--json'])
    await client.updateSession.complete({ update_session_id: session })
    const { code, stdout, stderr } = await watching
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(events.at(-1)).toMatchObject({ id: session, state: 'DONE', item_path: 'images/note' })
  })

  it('ends with 1 where one did not end well, and with 130 by Ctrl-C', async () => {
    await addFile('a.iso')
    const stopped = await accession.run(['session', 'watch', '--interval', '0.1'], {
      interruptAtOutput: 'WAITING_FOR_TRANSFER',
    })
    expect(stopped).toMatchObject({ code: 130 })
    expect(stopped.stdout).toContain(
      `${session} ACTIVE images/note 0%; a.iso WAITING_FOR_TRANSFER 0 B of 3 B\n`,
    )
    await client.updateSession.cancel({ update_session_id: session })
    const failed = await accession.run(['session', 'watch', session])
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('CANCELED') })
    expect(await accession.run(['session', 'watch', 'nowhere'])).toMatchObject({ code: 4 })
    expect(await accession.run(['session', 'watch'])).toMatchObject({ code: 0 })
  })
})

describe('session keep-alive', { timeout }, () => {
  it('pushes the expiry, with the progress', async () => {
    const kept = await accession.json('session', 'keep-alive', session, '--progress', '40')
    expect(kept).toMatchObject({ id: session, client_progress: 40, state: 'ACTIVE' })
    const refused = await accession.run(['session', 'keep-alive', session, '--progress', '101'])
    expect(refused).toMatchObject({ code: 2 })
  })
})
