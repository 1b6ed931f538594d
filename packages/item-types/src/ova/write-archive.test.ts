import { createHash } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileToPack, PackedArchive } from '@accession/core/ports'
import { testHashing } from '@accession/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAll } from '../../test/read-all.ts'
import { itWith, runTool } from '../../test/run-tool.ts'
import { joinBytes } from './join-bytes.ts'
import { readTarHeader } from './tar-header.ts'
import { tarHeaders } from './tar-headers.ts'
import { writeArchive } from './write-archive.ts'

const gibibyte = 1024 ** 3

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex')

const file = (name: string, content: string, more: Partial<FileToPack> = {}): FileToPack => ({
  name,
  size: content.length,
  async *read() {
    const bytes = new TextEncoder().encode(content)
    yield bytes.subarray(0, 3)
    yield bytes.subarray(3)
  },
  ...more,
})

const contents = {
  'box.ovf': '<Envelope/>',
  'disk.vmdk': 'd'.repeat(600),
  [`${'n'.repeat(120)}.iso`]: 'iso',
}
const files = Object.entries(contents).map(([name, content]) => file(name, content))
const knownFiles = Object.entries(contents).map(([name, content]) =>
  file(name, content, { sha256: sha256(content) }),
)
const manifest = Object.entries(contents)
  .map(([name, content]) => `SHA256(${name})= ${sha256(content)}\n`)
  .join('')

const bytesOf = async ({ bytes }: PackedArchive): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return joinBytes(chunks)
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-ova-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('an OVA that is written', () => {
  it('has the length that is told before, its files in their order, and a manifest at the end', async () => {
    const archive = writeArchive(testHashing, files)
    const bytes = await bytesOf(archive)
    expect(bytes.byteLength).toBe(archive.size)
    expect(await readAll(bytes)).toEqual({
      members: [...Object.entries(contents), ['box.mf', manifest]],
    })
  })

  it('has its manifest second where all digests are known', async () => {
    const archive = writeArchive(testHashing, knownFiles)
    const bytes = await bytesOf(archive)
    expect(bytes.byteLength).toBe(archive.size)
    const [descriptor, ...others] = Object.entries(contents)
    expect(await readAll(bytes)).toEqual({ members: [descriptor, ['box.mf', manifest], ...others] })
  })

  it('may have nothing but a descriptor', async () => {
    for (const digest of [undefined, sha256('<Envelope/>')]) {
      const archive = writeArchive(testHashing, [file('a.OVF', '<Envelope/>', { sha256: digest })])
      const { members } = await readAll(await bytesOf(archive))
      expect(members.map(([name]) => name)).toEqual(['a.OVF', 'a.mf'])
    }
  })

  it('is the same each time', async () => {
    const [first, second] = [writeArchive(testHashing, files), writeArchive(testHashing, files)]
    expect(await bytesOf(first)).toEqual(await bytesOf(second))
  })

  it.each<[string, FileToPack]>([
    ['shorter', file('disk', 'abc', { size: 4 })],
    ['longer', file('disk', 'abcdef', { size: 4 })],
    ['other', file('disk', 'abcdef', { sha256: sha256('abcdeg') })],
  ])('fails before its end where bytes are %s than was said', async (_, wrong) => {
    const archive = writeArchive(testHashing, [file('a.ovf', '<Envelope/>'), wrong])
    await expect(bytesOf(archive)).rejects.toMatchObject({
      id: 'accession.transfer.bytes_damaged',
      args: ['disk'],
    })
  })

  for (const tool of ['tar', 'bsdtar', 'python3']) {
    /** What the tool tells of an archive, one line a file. */
    const listed = (archive: string): string[] => {
      const script = `import tarfile; [print(m.size, m.name) for m in tarfile.open("${archive}")]`
      const args = tool === 'python3' ? ['-c', script] : ['-tvf', archive]
      return runTool(tool, args, folder).trim().split('\n')
    }

    itWith(tool)(`is read by ${tool}`, async () => {
      await writeFile(join(folder, 'box.ova'), await bytesOf(writeArchive(testHashing, files)))
      const names = [...Object.keys(contents), 'box.mf']
      expect(listed('box.ova')).toEqual(names.map((name) => expect.stringContaining(name)))
    })

    itWith(tool)(`may have files beyond 8 GiB, as ${tool} reads`, async () => {
      const size = 9 * gibibyte + 5
      const archive = await open(join(folder, 'big.ova'), 'w')
      await archive.write(tarHeaders('disk.vmdk', size))
      await archive.truncate(512 + size + 507 + 1024)
      await archive.close()
      expect(listed('big.ova')).toEqual([expect.stringContaining(String(size))])
    })
  }
})

describe('headers', () => {
  it.each([0, 1, 8 * gibibyte - 1, 8 * gibibyte, 64 * 1024 * gibibyte, Number.MAX_SAFE_INTEGER])(
    'tell a size of %i bytes',
    (size) => {
      expect(readTarHeader(tarHeaders('disk.vmdk', size))).toEqual({
        type: '0',
        name: 'disk.vmdk',
        size,
      })
    },
  )
})
