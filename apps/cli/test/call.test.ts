import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAccession, type Accession } from './accession.ts'

// Each case starts several processes, on machines that may be busy.
const timeout = 60_000

let accession: Accession
let library = ''
beforeAll(async () => {
  accession = await startAccession()
  library = (await accession.json<{ id: string }>('library', 'create', 'images')).id
}, timeout)
afterAll(() => accession.close())

describe('call', { timeout }, () => {
  it('calls any operation by its fields or by JSON, and prints what its type is', async () => {
    const fields = ['--create-spec.library_id', library, '--create_spec.name=a b']
    const made = await accession.run(['call', 'item.create', ...fields])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const item = made.stdout.trim()
    const path = join(accession.folder, 'input.json')
    await writeFile(path, JSON.stringify({ library_item_id: item, update_spec: { name: 'c' } }))
    const description = ['--update_spec.description', 'with a description']
    const changed = await accession.run([
      'call',
      'com.vmware.content.library.item.update',
      '--json-input',
      path,
      ...description,
    ])
    expect(changed).toEqual({ code: 0, stdout: '', stderr: '' })
    const shown = await accession.run(['call', 'item.get', '--library_item_id', item])
    expect(shown.stdout).toContain('name: c\ndescription: with a description\n')
    const options = { stdin: JSON.stringify({ spec: { library_id: library, name: 'c' } }) }
    const found = await accession.run(['call', 'item.find', '--json-input', '-'], options)
    expect(found).toEqual({ code: 0, stdout: `${item}\n`, stderr: '' })
    const version = ['--library_item', item, '--version', '2']
    const change = await accession.run(['call', 'item_changes.get', ...version])
    expect(change).toMatchObject({ code: 0, stdout: expect.stringContaining('a b to c') })
  })

  it.each([
    [2, ['call'], 'accession call --list'],
    [2, ['call', 'nonsense.get'], 'accession call --list'],
    [2, ['call', 'file.list'], 'update_session_file.list'],
    [2, ['call', 'item.get'], '--library_item_id'],
    [2, ['call', 'item.get', '--nonsense', 'x'], 'library_item_id'],
    [2, ['call', 'item.find', '--spec.cached', 'maybe'], 'takes boolean'],
    [2, ['call', 'item.find', '--json-input', '-'], 'no JSON'],
    [4, ['call', 'item.get', '--library_item_id', 'nowhere'], '--library_item_id takes an id'],
  ] as [number, string[], string][])('ends with %d for %j', async (code, args, text) => {
    const ended = await accession.run(args)
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(text) })
  })
})

describe('library and item', { timeout }, () => {
  it('shows, changes and copies, and names what is in the way by names', async () => {
    const path = join(accession.folder, 'note.txt')
    await writeFile(path, 'note')
    await accession.json('import', path, '--library', 'images', '--name', 'one')
    await accession.json('library', 'create', 'archive')
    await accession.json('item', 'cp', 'images/one', 'archive')
    await accession.json('item', 'cp', 'images/one', 'archive/two', '--description', 'a copy')
    const copy = await accession.json('item', 'show', 'archive/two')
    expect(copy).toMatchObject({
      path: 'archive/two',
      description: 'a copy',
      files: [{ name: 'note.txt', size: 4 }],
    })
    for (const args of [
      ['item', 'cp', 'images/one', 'archive'],
      ['item', 'update', 'archive/two', '--name', 'one'],
      ['import', path, '--library', 'archive', '--name', 'one'],
    ]) {
      const refused = await accession.run(args)
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('archive/one') })
    }
    await accession.json('item', 'update', 'archive/two', '--name', 'three', '--type', 'text')
    const [, listed] = await accession.json<object[]>('item', 'ls', 'archive')
    expect(listed).toMatchObject({ path: 'archive/three', type: 'text' })

    await accession.json('library', 'update', 'archive', '--name', 'old', '--description', 'kept')
    const shown = await accession.run(['library', 'show', 'old'])
    expect(shown.stdout).toMatch(
      /^Name +old\nId +\S+\nDescription +kept\nType +LOCAL\nState +ACTIVE\nItems +2\n/,
    )
    expect(await accession.run(['library', 'update', 'old'])).toMatchObject({ code: 2 })
  })
})
