import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@accession/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminPassword, startAccession, type Accession } from './accession.ts'

interface Named {
  readonly id: string
  readonly name: string
}

// Each case starts several processes, on machines that may be busy.
const timeout = 60_000

let accession: Accession
beforeAll(async () => {
  accession = await startAccession()
}, timeout)
afterAll(() => accession.close())

describe('library and item', { timeout }, () => {
  it('creates, lists and removes libraries', async () => {
    const made = await accession.json<Named>('library', 'create', 'a b', '--description', 'text')
    expect(made.name).toBe('a b')
    const listed = await accession.json('library', 'ls')
    expect(listed).toMatchObject([{ id: made.id, name: 'a b', description: 'text', type: 'LOCAL' }])
    const shown = await accession.run(['library', 'ls'])
    expect(shown.stdout).toMatch(/^NAME +TYPE +VERSION +ID\na b +LOCAL +\d+ +\S+\n$/)
    expect(await accession.json('library', 'rm', 'A B')).toEqual({ id: made.id, name: 'a b' })
    const none = await accession.run(['library', 'ls'])
    expect(none).toMatchObject({ code: 0, stdout: '' })
    expect(none.stderr).toContain('There are no libraries')
    const toPrograms = await accession.run(['library', 'ls', '--json'])
    expect(toPrograms).toEqual({ code: 0, stdout: '[]\n', stderr: '' })
  })

  it('removes a library with items only with --force', async () => {
    const path = join(accession.folder, 'note.txt')
    await writeFile(path, 'note')
    await accession.json('import', path, '--library', 'full')
    const refused = await accession.run(['library', 'rm', 'full'])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.stderr).toContain('--force')
    await accession.json('library', 'rm', 'full', '--force')
    expect(await accession.json('item', 'ls')).toEqual([])
  })

  it('asks for an id where a name means two libraries', async () => {
    const first = await accession.json<Named>('library', 'create', 'twin')
    const made = await accession.run(['library', 'create', 'twin', '--json'])
    expect(made.stderr).toContain('warning: 2 libraries are named twin now')
    const second = JSON.parse(made.stdout) as Named
    const refused = await accession.run(['library', 'rm', 'twin'])
    expect(refused).toMatchObject({ code: 2 })
    expect(refused.stderr).toContain(second.id)
    await accession.json('library', 'rm', first.id)
    await accession.json('library', 'rm', 'twin')
  })

  it('lists and removes items', async () => {
    const path = join(accession.folder, 'note.txt')
    await accession.json('import', path, '--library', 'notes', '--type', 'text')
    const [item] = await accession.json<(Named & { path: string })[]>('item', 'ls', 'notes')
    expect(item).toMatchObject({ name: 'note', path: 'notes/note', type: 'text', size: 4 })
    expect(await accession.json('item', 'rm', 'notes/note')).toEqual({ id: item?.id, name: 'note' })
    expect(await accession.json('item', 'ls', 'notes')).toEqual([])
  })
})

/** A new item of one file; answers its id. */
const importInto = async (library: string, name: string): Promise<string> => {
  const path = join(accession.folder, 'note.txt')
  await writeFile(path, 'note')
  const args = ['import', path, '--library', library, '--name', name]
  const { items } = await accession.json<{ items: Named[] }>(...args)
  return items[0]?.id ?? ''
}

describe('names with slashes', { timeout }, () => {
  it('are read whichever way names an item', async () => {
    await accession.json('library', 'create', 'a')
    await accession.json('library', 'create', 'a/b')
    const outer = await importInto('a', 'b/one')
    const inner = await importInto('a/b', 'two')
    expect(await accession.json('item', 'rm', 'a/b/one')).toEqual({ id: outer, name: 'b/one' })
    expect(await accession.json('item', 'rm', 'a/b/two')).toEqual({ id: inner, name: 'two' })
    const missing = await accession.run(['item', 'rm', 'a/b/two'])
    expect(missing).toMatchObject({ code: 4 })
    expect(missing.stderr).toContain('Library a/b has no item two')
  })

  it('are refused where they name two items, each of which its id names', async () => {
    const outer = await importInto('a', 'b/three')
    const inner = await importInto('a/b', 'three')
    const refused = await accession.run(['item', 'rm', 'a/b/three'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain(`${inner} or ${outer}`)
    await accession.json('item', 'rm', inner)
    expect(await accession.json('item', 'rm', 'a/b/three')).toMatchObject({ id: outer })
    for (const library of ['a', 'a/b']) await accession.json('library', 'rm', library)
  })
})

/** An ACTIVE session with a file that waits, on a new item. */
const openSession = async () => {
  const [library] = await accession.json<Named[]>('library', 'ls')
  const server = { server: accession.url, password: adminPassword }
  const client = createClient({ ...server, user: 'administrator@vsphere.local' })
  const name = crypto.randomUUID()
  const item = await client.item.create({ create_spec: { name, library_id: library?.id } })
  const session = await client.updateSession.create({ create_spec: { library_item_id: item } })
  await client.updateSessionFile.add({
    update_session_id: session,
    file_spec: { name: 'a', source_type: 'PUSH', size: 3 },
  })
  return { item, session, path: `${library?.name}/${name}` }
}

describe('session', { timeout }, () => {
  it('lists, shows, cancels and removes', async () => {
    const { item, session, path } = await openSession()
    const active = { id: session, state: 'ACTIVE', library_item_id: item }
    expect(await accession.json('session', 'ls')).toMatchObject([{ ...active, item_path: path }])
    const listed = await accession.run(['session', 'ls'])
    expect(listed.stdout).toMatch(/^SESSION +STATE +PROGRESS +EXPIRES +ITEM\n/)
    expect(listed.stdout).toContain(` ${path}\n`)
    expect(await accession.json('session', 'ls', path)).toMatchObject([active])
    expect(await accession.json('session', 'show', session)).toMatchObject({
      ...active,
      files: [{ name: 'a', source_type: 'PUSH', status: 'WAITING_FOR_TRANSFER', size: 3 }],
    })
    const shown = await accession.run(['session', 'show', session])
    expect(shown.stdout).toMatch(/\nFILE +SOURCE +STATUS/)
    expect(shown.stdout).toContain(` ${path}\n`)

    const refused = await accession.run(['session', 'rm', session])
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.stderr).toContain('--force')
    await accession.json('session', 'cancel', session)
    expect(await accession.json('session', 'show', session)).toMatchObject({ state: 'CANCELED' })
    expect(await accession.json('session', 'rm', session)).toEqual({ id: session })
    expect(await accession.json('session', 'ls')).toEqual([])
  })

  it('cancels first with rm --force, whatever the state', async () => {
    const { session } = await openSession()
    await accession.json('session', 'rm', '--force', session)
    const again = await accession.run(['session', 'rm', '--force', session])
    expect(again).toMatchObject({ code: 4, stdout: '' })
    const { session: canceled } = await openSession()
    await accession.json('session', 'cancel', canceled)
    await accession.json('session', 'rm', '--force', canceled)
    expect(await accession.json('session', 'ls')).toEqual([])
  })
})

describe('what goes wrong', { timeout }, () => {
  const nowhere = { ACCESSION_SERVER: 'http://127.0.0.1:9' }

  it.each([
    [2, [], {}],
    [2, ['nonsense'], {}],
    [2, ['import', 'x'], {}],
    [2, ['import', 'there-is-no-such-file', '--library', 'x'], {}],
    [2, ['item', 'rm', 'no-slash'], {}],
    [2, ['library', 'ls', '--server', 'nonsense'], {}],
    [3, ['library', 'ls'], { ACCESSION_PASSWORD: 'wrong' }],
    [3, ['library', 'ls'], { ACCESSION_PASSWORD: '' }],
    [4, ['library', 'rm', 'nowhere'], {}],
    [4, ['item', 'rm', 'nowhere/x'], {}],
    [4, ['export', 'nowhere/x'], {}],
    [5, ['library', 'ls'], nowhere],
    [0, ['--help'], {}],
    [0, ['import', '--help'], {}],
    [0, ['--version'], {}],
  ] as [number, string[], Record<string, string>][])(
    'ends with %d for %j',
    async (code, args, env) => {
      const ended = await accession.run(args, { env })
      expect(ended).toMatchObject({ code })
      if (code !== 0)
        expect(ended).toMatchObject({ stdout: '', stderr: expect.stringMatching(/\S/) })
      expect(ended.stderr).not.toContain('    at ')
    },
  )

  it('is told as JSON to programs', async () => {
    const { stderr } = await accession.run(['session', 'show', 'nowhere', '--json'])
    expect(JSON.parse(stderr)).toEqual({
      error: {
        message: expect.stringContaining('nowhere'),
        type: 'NOT_FOUND',
        message_id: 'accession.update_session.not_found',
        exit_code: 4,
      },
    })
  })

  it('takes the password from the standard input', async () => {
    const options = { env: { ACCESSION_PASSWORD: '' }, stdin: `${adminPassword}\n` }
    const ended = await accession.run(['library', 'ls', '--password-stdin'], options)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
  })

  it('speaks the older spelling too', async () => {
    const ended = await accession.run(['library', 'ls', '--spelling', 'rest', '--json'])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const same = await accession.run(['library', 'ls', '--json'])
    expect(ended.stdout).toBe(same.stdout)
  })
})
