import { createHash, randomBytes, sign } from 'node:crypto'
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startAccession, type Accession } from './accession.ts'
import { certificate } from './certificate.ts'
import { debianIso } from './debian-iso.ts'
import { makeIso } from './make-iso.ts'
import { makeOvf } from './make-ovf.ts'

const long = process.env['ACCESSION_TEST_LONG'] !== undefined
const megabytes = (count: number) => (long ? count * 32 : count) * 1024 * 1024
const debian = debianIso()

interface Imported {
  readonly library: { readonly id: string; readonly name: string; readonly created: boolean }
  readonly items: readonly { readonly id: string; readonly name: string; readonly type?: string }[]
}

let accession: Accession
beforeAll(async () => {
  accession = await startAccession()
}, 60_000)
afterAll(async () => {
  expect(await accession.close()).toBe(0)
})

const expectSame = async (folder: string, paths: readonly string[]) => {
  const names = paths.map((path) => basename(path))
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted())
  for (const path of paths) {
    const exported = await readFile(join(folder, basename(path)))
    expect(exported.equals(await readFile(path)), path).toBe(true)
  }
}

const importAndExport = async (library: string, paths: readonly string[], ...options: string[]) => {
  const imported = await accession.json<Imported>('import', ...paths, '-l', library, ...options)
  const [item] = imported.items
  const out = join(accession.folder, `out-${library}-${item?.name}`)
  await accession.json('export', `${library}/${item?.name}`, out)
  await expectSame(out, paths)
  return imported
}

describe('import and export', { timeout: 120_000 }, () => {
  it('brings an ISO back byte for byte, and makes the library it names', async () => {
    const iso = join(accession.folder, 'tiny.iso')
    await writeFile(iso, makeIso(randomBytes(megabytes(4) + 5)))
    const imported = await importAndExport('isos', [iso], '--checksum')
    expect(imported).toMatchObject({
      library: { name: 'isos', created: true },
      items: [{ name: 'tiny', type: 'iso' }],
    })
  })

  // Needs Debian's package ipxe installed, ACCESSION_TEST_ISO, or a long run with apt-get.
  it.skipIf(debian === undefined)("brings Debian's ipxe.iso back byte for byte", async () => {
    const imported = await importAndExport('debian', [debian ?? ''])
    expect(imported.items).toMatchObject([{ name: basename(debian ?? '', '.iso'), type: 'iso' }])
  })

  it('brings a set of an OVF and two disks back byte for byte, as one item', async () => {
    const paths = await makeOvf(join(accession.folder, 'ovf'), [megabytes(3), megabytes(1) + 1])
    const imported = await importAndExport('templates', paths)
    expect(imported.items).toMatchObject([{ name: 'router', type: 'ovf' }])
  })

  it('takes a package that a stranger has signed only where that is asked for', async () => {
    const [ovf = '', ...disks] = await makeOvf(join(accession.folder, 'signed'), [5_000, 1_000])
    const lines = [ovf, ...disks].map(async (path) => {
      const digest = createHash('sha256')
        .update(await readFile(path))
        .digest('hex')
      return `SHA256(${basename(path)})= ${digest}\n`
    })
    const manifest = (await Promise.all(lines)).join('')
    const signature = sign('sha256', Buffer.from(manifest), certificate.key).toString('hex')
    const beside = (extension: string) => ovf.replace(/ovf$/, extension)
    await writeFile(beside('mf'), manifest)
    await writeFile(beside('cert'), `SHA256(router.mf)= ${signature}\n${certificate.cert}\n`)
    const refused = await accession.run(['import', ovf, '-l', 'signed'])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--ignore-warnings') })
    const { items } = await accession.json<Imported>(
      'import',
      ovf,
      '-l',
      'signed',
      '--ignore-warnings',
    )
    const shown = await accession.json<object>(
      'call',
      'item.get',
      '--library_item_id',
      items[0]?.id ?? '',
    )
    expect(shown).toMatchObject({ certificate_verification_info: { status: 'UNTRUSTED' } })
  })

  it('brings what an OVF refers to, and looks into the item without fetching its disks', async () => {
    const [ovf = '', disk = ''] = await makeOvf(join(accession.folder, 'alone'), [70_000, 1_000])
    const { items } = await accession.json<Imported>('import', ovf, '-l', 'alone')
    const files = ['router-disk1.vmdk', 'router-disk2.vmdk', 'router.ovf'].map((name) => ({ name }))
    expect(items).toMatchObject([{ name: 'router', type: 'ovf', files }])
    const inspection = await accession.json('inspect', 'alone/router')
    expect(inspection).toMatchObject({
      name: 'alone/router',
      kind: 'ovf',
      descriptor: { content: { id: 'router' } },
      files: [{ state: 'there' }, { size: 70_000, declared: 70_000 }, { size: 1_000 }],
      problems: [],
    })
    await truncate(disk, 1)
    const refused = await accession.run(['import', ovf, '-l', 'nothing'])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('router-disk1.vmdk has 1 bytes')
    expect(refused.stderr).not.toContain('Created library')
    const looked = await accession.run(['inspect', ovf])
    expect(looked).toMatchObject({ code: 1 })
    expect(looked.stdout).toContain('Problem: router-disk1.vmdk has 1 bytes')
    expect(looked.stderr).toBe('error: router.ovf is not right: 1 problem.\n')
  })

  it("looks into an ISO's first blocks, and warns of what is none", async () => {
    const none = join(accession.folder, 'none.iso')
    await writeFile(none, 'no disc')
    const imported = await accession.run(['import', none, '-l', 'isos'])
    expect(imported).toMatchObject({ code: 0 })
    expect(imported.stderr).toContain('warning: none.iso is no disc image')
    expect(await accession.json('inspect', 'isos/none')).toMatchObject({
      kind: 'iso',
      problems: [],
    })
    expect(await accession.json('inspect', 'isos/tiny')).toMatchObject({
      disc: { formats: ['ISO 9660'], label: 'ACCESSION_TEST' },
      warnings: [],
    })
  })

  it('exports a set of an OVF as one OVA, to a file, a folder or the standard output', async () => {
    const paths = await makeOvf(join(accession.folder, 'ova'), [megabytes(1), 1_000])
    await accession.json('import', ...paths, '-l', 'appliances')
    const out = join(accession.folder, 'out-ova')
    await mkdir(out)
    const places = [out, join(out, 'other.ova')]
    for (const place of places) await accession.json('export', '--ova', 'appliances/router', place)
    expect((await readdir(out)).toSorted()).toEqual(['other.ova', 'router.ova'])
    const archive = await readFile(join(out, 'router.ova'))
    expect(archive.equals(await readFile(join(out, 'other.ova')))).toBe(true)
    expect(archive.toString('latin1', 0, 'router.ovf'.length)).toBe('router.ovf')
    const [descriptor] = paths
    expect(archive.includes(await readFile(descriptor ?? ''))).toBe(true)
    const again = await accession.run(['export', '--ova', 'appliances/router', out])
    expect(again.stderr).toContain('router.ova exists already')
    const fresh = join(accession.folder, 'made', 'here')
    await accession.json('export', '--ova', 'appliances/router', `${fresh}/`)
    expect(await readdir(fresh)).toEqual(['router.ova'])
    const imported = await accession.json<Imported>('import', join(out, 'other.ova'), '-l', 'again')
    expect(imported.items).toMatchObject([{ name: 'other', type: 'ovf' }])
    const back = join(accession.folder, 'out-ova-again')
    await accession.json('export', 'again/other', back)
    await expectSame(back, paths)
    await accession.json('export', '--ova', 'again/other', join(back, 'again.ova'))
    // Its digests are known by now, so the manifest comes second: the members are the same.
    expect((await readFile(join(back, 'again.ova'))).byteLength).toBe(archive.byteLength)
    const piped = await accession.run(['export', '--ova', 'appliances/router', '-'])
    expect(piped.stdout.startsWith('router.ovf')).toBe(true)
  })

  it('makes an item of each file with --each', async () => {
    const paths = ['one.txt', 'two.txt', 'empty.txt'].map((name) => join(accession.folder, name))
    for (const path of paths) await writeFile(path, path.endsWith('empty.txt') ? '' : path)
    const { items } = await accession.json<Imported>('import', ...paths, '-l', 'texts', '--each')
    expect(items.map(({ name }) => name)).toEqual(['one', 'two', 'empty'])
    for (const path of paths) {
      const out = join(accession.folder, `out-${basename(path)}`)
      await accession.json('export', `texts/${basename(path, '.txt')}`, out)
      await expectSame(out, [path])
    }
  })

  it('tells people what happened, in plain lines where there is no terminal', async () => {
    const path = join(accession.folder, 'plain.txt')
    await writeFile(path, 'plain')
    const imported = await accession.run(['import', path, '--library', 'plain'])
    expect(imported).toEqual({
      code: 0,
      stdout: 'Imported plain/plain (1 file, 5 B)\n',
      stderr: 'Created library plain, which was not there yet\nUploading plain.txt (5 B)\n',
    })
    const out = join(accession.folder, 'out-plain')
    const exported = await accession.run(['export', 'plain/plain', out])
    expect(exported.stdout).toBe(`Exported ${join(out, 'plain.txt')} (5 B)\n`)
  })

  it('has the server pull what it is told the address of', async () => {
    const content = randomBytes(megabytes(3))
    const source = createServer(({ url }, response) => {
      const isThere = url?.startsWith('/a%20b.iso')
      if (isThere) response.writeHead(200, { 'content-length': content.length }).end(content)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => void source.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void source.close())
    const { port } = source.address() as AddressInfo
    const address = `http://127.0.0.1:${port}/a%20b.iso?signature=secret`
    const pulled = await accession.run(['import', '--pull', address, '--library', 'pulled'])
    expect(pulled).toMatchObject({
      code: 0,
      stdout: `Imported pulled/a b (1 file, ${long ? '101 MB' : '3.1 MB'})\n`,
    })
    const out = join(accession.folder, 'out-pulled')
    await accession.json('export', 'pulled/a b', out)
    expect((await readFile(join(out, 'a b.iso'))).equals(content)).toBe(true)
    const refused = await accession.run([
      'import',
      '--pull',
      `${address}/gone`.replace('a%20b', 'c'),
      '-l',
      'pulled',
    ])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('answers with status 404')
    expect(refused.stderr).not.toContain('secret')
    expect(await accession.json('item', 'ls', 'pulled')).toHaveLength(1)
  })

  it('replaces what is there only with --force', async () => {
    const out = join(accession.folder, 'out-plain')
    const refused = await accession.run(['export', 'plain/plain', out])
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain('--force')
    await writeFile(join(out, 'plain.txt'), 'other')
    await accession.json('export', 'plain/plain', out, '--force')
    expect(await readFile(join(out, 'plain.txt'), 'utf8')).toBe('plain')
  })

  it('refuses a second item of a name, and leaves the first as it was', async () => {
    const path = join(accession.folder, 'plain.txt')
    const refused = await accession.run(['import', path, '--library', 'plain', '--json'])
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { type: 'ALREADY_EXISTS' } })
    expect(await accession.json('item', 'ls', 'plain')).toHaveLength(1)
  })

  it('tells what became of each file where --each fails half-way', async () => {
    const names = ['first', 'taken', 'last']
    const paths = names.map((name) => join(accession.folder, `${name}.txt`))
    for (const path of paths) await writeFile(path, path)
    await accession.json('import', String(paths[1]), '-l', 'half')
    const ended = await accession.run(['import', ...paths, '-l', 'half', '--each', '--json'])
    expect(ended.code).toBe(1)
    const outcomes = JSON.parse(ended.stdout) as object
    const error = (JSON.parse(ended.stderr) as { error: object }).error
    expect(error).toMatchObject({ type: 'ALREADY_EXISTS', exit_code: 1 })
    expect(outcomes).toMatchObject({
      library: { name: 'half', created: false, removed: false },
      items: [{ name: 'first', files: [{ name: 'first.txt' }] }],
      failed: [{ name: 'taken', error }],
      not_tried: ['last'],
    })
    const told = await accession.run(['import', ...paths.slice(1), '-l', 'half', '--each'])
    expect(told).toMatchObject({ code: 1, stdout: 'Failed half/taken\nNot tried half/last\n' })
  })

  it('leaves nothing behind when it is interrupted', async () => {
    const path = join(accession.folder, 'huge.img')
    await writeFile(path, '')
    await truncate(path, 8 * 1024 ** 3)
    const stopped = await accession.run(['import', path, '--library', 'stopped'], {
      interruptAt: 'Uploading',
    })
    expect(stopped).toMatchObject({ code: 130, stdout: '' })
    expect(stopped.stderr).not.toContain('warning')
    expect(await accession.json('session', 'ls')).toEqual([])
    const libraries = await accession.json<{ name: string }[]>('library', 'ls')
    expect(libraries.map(({ name }) => name)).not.toContain('stopped')
  })
})
