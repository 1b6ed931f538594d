import { createReadStream } from 'node:fs'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPythonPackage } from '@accession/engines/python'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDiscImage } from '../src/iso/index.ts'
import { readDescriptor, readManifest } from '../src/ovf/index.ts'
import { refusal } from './descriptor-text.ts'
import { runTool } from './run-tool.ts'

/** Packages of the Python index make, change and judge appliances and images; installing takes seconds. */
const find = async (pinned: string): Promise<string | undefined> => {
  const reason =
    process.env['ACCESSION_TEST_LONG'] === '1' ? undefined : 'among the long tests only'
  const found = reason === undefined ? await findPythonPackage(pinned) : { missing: reason }
  if ('python' in found) return found.python
  process.stderr.write(`skipped: what ${pinned} makes: ${found.missing}\n`)
  return undefined
}
const cot = await find('cot==2.2.1')
const pycdlib = await find('pycdlib==1.22.0')

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-tools-'))
})
afterAll(() => rm(folder, { recursive: true }))

const read = (path: string) => readDescriptor(createReadStream(path))

describe.skipIf(cot === undefined)('appliances of the Common OVF Tool', () => {
  const python = cot ?? ''
  /** Without a path, on which it would look for a package manager, to install programs that it misses. */
  const script = `
import os, sys
os.environ['PATH'] = ''
from COT.ui.cli import main
sys.exit(main())`
  const run = (...args: readonly string[]) => runTool(python, ['-c', script, ...args], folder)
  let own = ''
  beforeAll(() => {
    own = join(
      runTool(
        python,
        ['-c', 'import COT, os; print(os.path.dirname(COT.__file__))'],
        folder,
      ).trim(),
      'tests',
    )
  })

  it.each([
    ['csr1000v.ovf', ['input.vmdk', 'input.iso']],
    ['csr1000v_2017.ovf', ['input.vmdk', 'input.iso']],
    ['input.ovf', ['input.vmdk', 'input.iso', 'sample_cfg.txt']],
    ['iosv.ovf', ['input.vmdk']],
    ['minimal.ovf', []],
    ['ubuntu.2.0.ovf', ['ubuntu.2.0-disk1.vmdk']],
    ['vmware.ovf', ['input.vmdk']],
  ])('%s is read', async (name, files) => {
    const { references } = await read(join(own, name))
    expect(references.map(({ href }) => href)).toEqual(files)
  })

  it.each([
    ['ersatz_ovf_3.0.ovf', 'accession.ovf.not_an_envelope'],
    ['v0.9.ovf', 'accession.ovf.not_an_envelope'],
    ['invalid.ovf', 'accession.ovf.file_unknown'],
  ])('%s is refused', async (name, id) => {
    expect((await refusal(read(join(own, name))))[0]).toBe(id)
  })

  it('changed and written anew, they tell of the change, and their manifests name their files', async () => {
    const added = join(folder, 'notes.txt')
    await writeFile(added, 'Notes.')
    run('add-file', added, join(own, 'minimal.ovf'), '-o', 'first.ovf', '--file-id', 'notes')
    run('edit-hardware', 'first.ovf', '-o', 'second.ovf', '--cpus', '4', '--memory', '4GB')
    run('edit-product', 'second.ovf', '-o', 'third.ovf', '-v', '7.0', '-V', 'Seven')
    const descriptor = await read(join(folder, 'third.ovf'))
    expect(descriptor.references).toEqual([{ id: 'notes', href: 'notes.txt', size: 6 }])
    expect(descriptor.content).toMatchObject({
      products: [{ version: '7.0', fullVersion: 'Seven' }],
      hardware: { cpu: { count: 4 }, memory: { bytes: 4 * 1024 ** 3 } },
    })
    const manifest = await readManifest(createReadStream(join(folder, 'third.mf')))
    expect(manifest.map(({ name }) => name)).toEqual(['third.ovf', 'notes.txt'])
  })

  it.each(['ovftool', 'virtualbox', 'virtualbox-2', 'image-builder'])(
    'it reads our %s.ovf as well',
    async (name) => {
      const path = join(import.meta.dirname, 'fixtures', `${name}.ovf`)
      const [first] = (await read(path)).references
      expect(run('info', path)).toContain(first?.href)
    },
  )
})

describe.skipIf(pycdlib === undefined)('images of pycdlib', () => {
  const script = `
import io, sys, pycdlib
kind, path = sys.argv[1:]
iso = pycdlib.PyCdlib()
iso.new(vol_ident='Label of ' + kind if kind == 'joliet' else 'LABEL', interchange_level=4,
        **{'joliet': dict(joliet=3), 'udf': dict(udf='2.60')}.get(kind, {}))
if kind == 'boot':
    iso.add_fp(io.BytesIO(b'boot' * 512), 2048, iso_path='/BOOT.;1')
    iso.add_eltorito('/BOOT.;1', bootcatfile='/BOOT.CAT;1')
iso.write(path)
`
  it.each([
    ['plain', { formats: ['ISO 9660'], label: 'LABEL', isBootable: false }],
    ['joliet', { formats: ['ISO 9660', 'Joliet'], label: 'Label of joliet', isBootable: false }],
    ['udf', { formats: ['ISO 9660', 'UDF'], label: 'LABEL', isBootable: false }],
    ['boot', { formats: ['ISO 9660'], label: 'LABEL', isBootable: true }],
  ])('%s', async (kind, expected) => {
    const path = join(folder, `${kind}.iso`)
    runTool(pycdlib ?? '', ['-c', script, kind, path], folder)
    await using handle = await open(path)
    const image = await readDiscImage({
      async read({ start, end }) {
        const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), {
          position: start,
        })
        return buffer.subarray(0, bytesRead)
      },
    })
    expect(image).toMatchObject({ ...expected, size: (await readFile(path)).length })
  })
})
