import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { readAll } from '../../test/read-all.ts'
import { itWith, runTool } from '../../test/run-tool.ts'

const contents: Readonly<Record<string, string>> = {
  'box.ovf': '<Envelope/>',
  'box.mf': 'SHA256(box.ovf)= 00\n',
  'disk-1.vmdk': 'd'.repeat(70_000),
  'with blanks and ü.iso': 'i'.repeat(512),
  'empty.nvram': '',
}
const long = `${'long-'.repeat(30)}name.vmdk`
const names = Object.keys(contents)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-ova-'))
  for (const [name, content] of Object.entries({ ...contents, [long]: 'long' }))
    await writeFile(join(folder, name), content)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = async (archive: string) => readAll(await readFile(join(folder, archive)), [1, 5_000])

const expected = (files: readonly string[]) => ({
  members: files.map((name) => [name, contents[name] ?? 'long']),
})

describe('archives of other tools are read as they are', () => {
  itWith('tar', ['--format=gnu', '--version']).each([
    ['gnu', [...names, long]],
    ['oldgnu', [...names, long]],
    ['pax', [...names, long]],
    ['posix', [...names, long]],
    ['ustar', names],
    ['v7', names],
  ])('GNU tar, --format=%s', async (format, files) => {
    for (const factor of ['1', '20', '200']) {
      runTool('tar', [`--format=${format}`, '-b', factor, '-cf', 'gnu.ova', ...files], folder)
      expect(await read('gnu.ova')).toEqual(expected(files))
    }
  })

  itWith('bsdtar').each([
    ['gnutar', [...names, long]],
    ['pax', [...names, long]],
    ['ustar', names],
    ['v7', names],
  ])('bsdtar, --format=%s', async (format, files) => {
    runTool('bsdtar', [`--format=${format}`, '-cf', 'bsd.ova', ...files], folder)
    expect(await read('bsd.ova')).toEqual(expected(files))
  })

  itWith('python3').each(['USTAR_FORMAT', 'GNU_FORMAT', 'PAX_FORMAT'])(
    'tarfile of Python, %s',
    async (format) => {
      const files = format === 'USTAR_FORMAT' ? names : [...names, long]
      const script = `import sys, tarfile
with tarfile.open('python.ova', 'w', format=tarfile.${format}) as archive:
    for name in sys.argv[1:]: archive.add(name)`
      runTool('python3', ['-c', script, ...files], folder)
      expect(await read('python.ova')).toEqual(expected(files))
    },
  )
})
