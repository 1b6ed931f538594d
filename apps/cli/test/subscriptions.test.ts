import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startAccession } from './accession.ts'

// The case starts several processes, on machines that may be busy.
const timeout = 120_000

const item = {
  id: 'urn:uuid:2f1f4b1c-4f30-4a35-9f0c-6c1d6a0f7a11',
  name: 'ubuntu',
  version: '1',
  type: 'vcsp.iso',
  selfHref: 'ubuntu/item.json',
  files: [{ name: 'ubuntu.iso', size: 5, etag: '1', hrefs: ['ubuntu/ubuntu.iso'] }],
}

/** A published library behind a password, until the test is over; what is held is never answered. */
const publish = async () => {
  const documents = new Map([
    ['/lib.json', JSON.stringify({ id: 'a', version: '1', name: 'x', itemsHref: 'items.json' })],
    ['/items.json', JSON.stringify({ items: [item] })],
    ['/ubuntu/item.json', JSON.stringify(item)],
    ['/ubuntu/ubuntu.iso', 'bytes'],
  ])
  const expected = `Basic ${Buffer.from('vcsp:publish me').toString('base64')}`
  const held = new Set<string>()
  const server = createServer(({ url = '', headers }, response) => {
    if (held.has(url)) return
    const document = documents.get(url)
    const status = document === undefined ? 404 : 200
    response.writeHead(headers.authorization === expected ? status : 401).end(document)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/lib.json`, documents, held }
}

it('follows a published library, on demand', { timeout }, async () => {
  const { url, documents, held } = await publish()
  const accession = await startAccession({ ACCESSION_FETCH_ALLOW: '127.0.0.1' })
  onTestFinished(async () => {
    await accession.close()
  })
  const run = (...args: string[]) => accession.run(args)
  const secret = join(accession.folder, 'secret.txt')
  await writeFile(secret, 'publish me\n')

  const refused = await run('library', 'probe', url)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.stdout).toContain('INVALID_CREDENTIALS')
  expect(refused.stdout).toContain('The user is vcsp')
  expect(refused.stderr).toContain('--password-file')
  const misplaced = await run('library', 'create', 'mirror', '--on-demand')
  expect(misplaced).toMatchObject({ code: 2 })
  expect(misplaced.stderr).toContain('--subscribe URL')

  const how = ['--subscribe', url, '--on-demand', '--password-file', secret]
  const created = await run('library', 'create', 'mirror', ...how)
  expect(created).toMatchObject({ code: 0 })
  expect(created.stdout).toContain(`which follows ${url}`)
  expect(await run('library', 'sync', 'mirror')).toMatchObject({
    code: 0,
    stdout: 'Synchronized library mirror\n',
  })
  expect((await run('item', 'ls', 'mirror')).stdout).toMatch(/ CACHED .*\n.* no /)
  expect((await run('item', 'show', 'mirror/ubuntu')).stdout).toMatch(/Cached +no/)
  const out = join(accession.folder, 'out')
  expect(await run('export', 'mirror/ubuntu', out)).toMatchObject({ code: 0 })
  expect(await readFile(join(out, 'ubuntu.iso'), 'utf8')).toBe('bytes')
  expect(await run('item', 'evict', 'mirror/ubuntu')).toMatchObject({ code: 0 })
  expect(await run('item', 'sync', 'mirror/ubuntu', '--content')).toMatchObject({ code: 0 })
  expect(await run('library', 'evict', 'mirror')).toMatchObject({ code: 0 })

  const wrong = join(accession.folder, 'wrong.txt')
  await writeFile(wrong, 'another')
  const unknown = await run('library', 'update', 'mirror', '--password-file', wrong)
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('401') })
  const changes = ['--no-on-demand', '--no-automatic', '--password-file', secret]
  expect(await run('library', 'update', 'mirror', '--name', 'copy', ...changes)).toMatchObject({
    code: 0,
    stdout: 'Changed library copy\n',
  })
  const copy = (await run('library', 'show', 'copy')).stdout
  expect(copy).toMatch(
    /Signs in +as vcsp\nSynchronizes +when asked to\nFiles +with each synchronization\n/,
  )
  expect(copy).toMatch(/Synchronized +\d{4}-/)
  const back = ['--name', 'mirror', '--on-demand']
  expect(await run('library', 'update', 'copy', ...back)).toMatchObject({ code: 0 })

  documents.set(
    '/lib.json',
    JSON.stringify({ id: 'a', version: '2', name: 'x', itemsHref: 'items.json' }),
  )
  held.add('/items.json')
  const stopped = await accession.run(['library', 'sync', 'mirror'], { interruptAt: 'Reads what' })
  expect(stopped).toMatchObject({ code: 130, stdout: '' })
  const [, id = ''] = /accession task cancel (\S+)`/.exec(stopped.stderr) ?? []
  expect((await run('library', 'show', 'mirror')).stdout).toContain(`(task ${id})`)
  expect(await run('task', 'cancel', id)).toMatchObject({ code: 0 })
  held.clear()

  documents.set('/lib.json', '<html>')
  const failed = await run('library', 'sync', 'mirror')
  expect(failed).toMatchObject({ code: 1 })
  expect(failed.stderr).toContain('it is not JSON')
  const tasks = await accession.json<{ id: string; status: string }[]>('task', 'ls', 'mirror')
  const last = tasks.at(-1)
  expect(last).toMatchObject({ status: 'FAILED' })
  expect((await run('task', 'show', last?.id ?? '')).stdout).toMatch(/Says +.*it is not JSON/)
  expect((await run('task', 'ls', 'mirror', '--status', 'SUCCEEDED')).stdout).not.toContain(
    'FAILED',
  )
  const shown = await run('library', 'show', 'mirror')
  expect(shown.stdout).toMatch(/Type +SUBSCRIBED/)
  expect(shown.stdout).toMatch(/Files +on demand/)
  expect(shown.stdout).toMatch(/Reason +.*it is not JSON/)
  expect(shown.stdout).not.toContain('publish me')
})
