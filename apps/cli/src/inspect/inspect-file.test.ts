import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeIso } from '../../test/make-iso.ts'
import { makeOvf } from '../../test/make-ovf.ts'
import { lookAtFile } from '../files/local-file.ts'
import { createOutput } from '../output/output.ts'
import { inspectFile } from './inspect-file.ts'
import { inspectionLines } from './inspection-lines.ts'

const output = createOutput('json')
const { signal } = new AbortController()

let folder = ''
let paths: readonly string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-inspect-'))
  paths = await makeOvf(folder, [5_000, 3_000])
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string): string => join(folder, name)
const names = ['router.ovf', 'router-disk1.vmdk', 'router-disk2.vmdk'] as const

const inspect = async (name: string) => inspectFile(await lookAtFile(at(name)), output, signal)

/** Writes a manifest with the digests that the files have now. */
const writeManifest = async (algorithm: string, some: readonly string[] = names) => {
  const lines: string[] = []
  for (const name of some) {
    const digest = createHash(algorithm)
      .update(await readFile(at(name)))
      .digest('hex')
    lines.push(`${algorithm.toUpperCase()}(${name})= ${digest}\n`)
  }
  await writeFile(at('router.mf'), lines.join(''))
}

/** Packs files of the folder with the tar that is there. */
const pack = (some: readonly string[]): void => {
  execFileSync('tar', ['--format=ustar', '-C', folder, '-cf', at('router.ova'), ...some])
}

const states = ({ files = [] }: Awaited<ReturnType<typeof inspect>>) =>
  files.map(({ name, state }) => [name, state])

describe('an OVF on this machine', () => {
  it('without a manifest is there, with the sizes that it says, and not checked', async () => {
    const inspection = await inspect('router.ovf')
    expect(inspection).toMatchObject({
      name: 'router.ovf',
      kind: 'ovf',
      descriptor: { content: { id: 'router' }, disks: [{ capacity: 1_024 }, { capacity: 2_048 }] },
      problems: [],
      warnings: [],
    })
    expect(states(inspection)).toEqual(names.map((name) => [name, 'not checked']))
  })

  it.each(['sha1', 'sha256', 'sha512'])('is held against its manifest by %s', async (algorithm) => {
    await writeManifest(algorithm)
    expect(states(await inspect('router.ovf'))).toEqual(names.map((name) => [name, 'right']))
    const [, disk = ''] = paths
    await writeFile(disk, Buffer.alloc(5_000))
    const altered = await inspect('router.ovf')
    expect(states(altered)[1]).toEqual(['router-disk1.vmdk', 'wrong digest'])
    expect(altered.problems).toEqual([
      `router-disk1.vmdk is not what the manifest says: its ${algorithm.toUpperCase()} digest differs.`,
    ])
  })

  it('is held against the longest digest that its manifest has of a file', async () => {
    await writeManifest('sha1')
    const lines = await readFile(at('router.mf'), 'utf8')
    await writeFile(at('router.mf'), `SHA256(router-disk1.vmdk)= ${'0'.repeat(64)}\n${lines}`)
    const { problems } = await inspect('router.ovf')
    expect(problems).toEqual([
      'router-disk1.vmdk is not what the manifest says: its SHA256 digest differs.',
    ])
  })

  it('is found in a manifest that percent-encodes names and names itself', async () => {
    await rename(at('router-disk1.vmdk'), at('router disk1.vmdk'))
    const descriptor = await readFile(at('router.ovf'), 'utf8')
    await writeFile(at('router.ovf'), descriptor.replace('router-disk1', 'router%20disk1'))
    await writeFile(at('router.mf'), '')
    await writeManifest('sha256', ['router.ovf', 'router.mf', 'router disk1.vmdk', names[2]])
    const lines = await readFile(at('router.mf'), 'utf8')
    await writeFile(at('router.mf'), lines.replace('router disk1', 'router%20disk1'))
    const right = ['router.ovf', 'router disk1.vmdk', names[2]].map((name) => [name, 'right'])
    pack(['router.ovf', 'router.mf', 'router disk1.vmdk', names[2]])
    for (const name of ['router.ovf', 'router.ova']) {
      const inspection = await inspect(name)
      expect(inspection).toMatchObject({ problems: [], warnings: [] })
      expect(states(inspection), name).toEqual(right)
    }
  })

  it('is told to be incomplete by the names of what is missing or has grown', async () => {
    await rm(at('router-disk1.vmdk'))
    await appendFile(at('router-disk2.vmdk'), 'x')
    const { problems } = await inspect('router.ovf')
    expect(problems).toEqual([
      'router-disk1.vmdk is missing: the descriptor refers to it.',
      'router-disk2.vmdk has 3001 bytes, and the descriptor says 3000.',
    ])
  })

  it('is not looked at further where its descriptor or its manifest cannot be read', async () => {
    await writeFile(at('router.mf'), 'no manifest')
    expect((await inspect('router.ovf')).problems).toEqual([expect.stringContaining('Line 1')])
    await truncate(at('router.ovf'), 300)
    const { problems, files } = await inspect('router.ovf')
    expect(problems).toEqual([expect.stringMatching(/^Line \d+, column \d+: .*well-formed/)])
    expect(files).toBeUndefined()
  })

  it('is not right where the manifest leaves out what belongs to it, or names what does not', async () => {
    await writeFile(at('other.txt'), 'other')
    await writeManifest('sha256', ['router.ovf', 'router-disk1.vmdk', 'other.txt'])
    expect((await inspect('router.ovf')).problems).toEqual([
      'The manifest names other.txt, which is not among its files.',
      'The manifest does not name router-disk2.vmdk: nobody knows whether it was altered.',
    ])
  })
})

describe('an OVA', () => {
  const order = ['router.ovf', 'router.mf', 'router-disk1.vmdk', 'router-disk2.vmdk']

  it.each([
    ['after the descriptor', order],
    ['at the end', [order[0], order[2], order[3], order[1]]],
  ])('is checked as it is read, its manifest %s', async (_, members) => {
    await writeManifest('sha256')
    pack(members.map(String))
    const inspection = await inspect('router.ova')
    expect(inspection).toMatchObject({ kind: 'ova', problems: [], warnings: [] })
    expect(states(inspection)).toEqual(names.map((name) => [name, 'right']))
  })

  it('is not right where a member is altered or missing, and warns of strangers', async () => {
    await writeManifest('sha512')
    await writeFile(at('router-disk1.vmdk'), Buffer.alloc(5_000))
    await writeFile(at('notes.txt'), 'notes')
    pack(['router.ovf', 'router.mf', 'router-disk1.vmdk', 'notes.txt'])
    expect(await inspect('router.ova')).toMatchObject({
      problems: [
        'router-disk1.vmdk is not what the manifest says: its SHA512 digest differs.',
        'router-disk2.vmdk is missing: the descriptor refers to it.',
      ],
      warnings: ['The archive holds notes.txt, to which the descriptor does not refer.'],
    })
  })

  it('is as right as a server takes it where the manifest names other members, or none', async () => {
    await writeFile(at('notes.txt'), 'notes')
    await writeManifest('sha256', [...names, 'notes.txt'])
    pack(['router.ovf', 'router.mf', 'router-disk1.vmdk', 'router-disk2.vmdk', 'notes.txt'])
    expect(await inspect('router.ova')).toMatchObject({
      problems: [],
      warnings: [expect.stringContaining('The manifest names notes.txt'), expect.any(String)],
    })
    pack(['router.ovf', 'router.mf', 'router-disk1.vmdk', 'router-disk2.vmdk'])
    expect((await inspect('router.ova')).problems).toEqual([
      'The manifest names notes.txt, which is not among its files.',
    ])
  })

  it.each([100, 2_000, 7_000])(
    'that is cut after %i bytes is told once to be so',
    async (bytes) => {
      pack(names)
      await truncate(at('router.ova'), bytes)
      const { problems } = await inspect('router.ova')
      expect(problems[0]).toContain(`ends after ${bytes} bytes`)
      expect(problems.filter((problem) => problem.includes('ends after'))).toHaveLength(1)
    },
  )
})

describe('other files', () => {
  it('a disc image is known by its ending or by itself, and by neither it is only warned of', async () => {
    const iso = makeIso(new Uint8Array(10))
    await writeFile(at('a.iso'), iso)
    await writeFile(at('b.img'), iso)
    await writeFile(at('c.iso'), 'no disc')
    await writeFile(at('d.txt'), 'no disc')
    const disc = { formats: ['ISO 9660'], label: 'ACCESSION_TEST', size: iso.length }
    expect(await inspect('a.iso')).toMatchObject({ kind: 'iso', disc, problems: [], warnings: [] })
    expect(await inspect('b.img')).toMatchObject({ kind: 'iso', disc })
    expect(await inspect('c.iso')).toMatchObject({
      problems: [],
      warnings: ['c.iso is no disc image: neither ISO 9660 nor UDF.'],
    })
    expect(await inspect('d.txt')).toMatchObject({ kind: 'other', problems: [] })
    await truncate(at('a.iso'), iso.length - 1)
    expect((await inspect('a.iso')).warnings).toEqual([expect.stringContaining('a.iso is cut')])
  })
})

it('people read the parts of an inspection one below the other', async () => {
  await writeManifest('sha256')
  await rm(at('router-disk2.vmdk'))
  const lines = inspectionLines(await inspect('router.ovf'))
  expect(lines).toEqual([
    'Name  router.ovf',
    'Kind  OVF package',
    expect.stringMatching(/^Size {2}\d+ B$/),
    '',
    'OVF  1.x',
    '',
    expect.stringMatching(/^VIRTUAL SYSTEM +CPUS/),
    'router',
    '',
    expect.stringMatching(/^DISK +CAPACITY +FILE$/),
    'vmdisk1  1 KiB     router-disk1.vmdk',
    'vmdisk2  2 KiB     router-disk2.vmdk',
    '',
    expect.stringMatching(/^FILE +SIZE +STATE$/),
    expect.stringMatching(/^router\.ovf +\d+ B +right \(SHA256\)$/),
    'router-disk1.vmdk  5.0 kB  right (SHA256)',
    'router-disk2.vmdk          missing',
    '',
    'Problem: router-disk2.vmdk is missing: the descriptor refers to it.',
  ])
})
