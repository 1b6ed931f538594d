import type { PlainData } from '@accession/core/ports'
import { describe, expect, it } from 'vitest'
import { manifestText } from '../../test/manifest-text.ts'
import { ovfText } from '../../test/ovf-text.ts'
import { verdictOf } from '../../test/verdict-of.ts'
import type { Before, FileSet, Verdict } from '../../test/verdict-of.ts'
import { ovfType } from './ovf-type.ts'

const disk = 'the bytes of a disk'
const size = disk.length
const ovf = ovfText([{ href: 'disk.vmdk', size }])
const mf = manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk })
const certificate = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
const cert = `SHA256(vm.mf)= ${'ab'.repeat(256)}\n${certificate}`
const two = ovfText([
  { href: 'disk.vmdk', size },
  { href: 'b.vmdk', size: 1 },
])
const id = (name: string) => `accession.item_type.${name}`

/** A set that is good, and what is kept of it where that is not all. */
type GoodSet = readonly [what: string, files: FileSet, kept?: readonly string[]]

const good: readonly GoodSet[] = [
  ['nothing at all', {}],
  ['a descriptor alone', { 'vm.ovf': ovfText([]) }],
  ['a descriptor, then its disk', { 'vm.ovf': ovf, 'disk.vmdk': disk }],
  ['a disk, then its descriptor', { 'disk.vmdk': disk, 'vm.ovf': ovf }],
  [
    'a descriptor that percent-encodes a name',
    { 'vm.ovf': ovfText([{ href: 'my%20disk.vmdk', size }]), 'my disk.vmdk': disk },
  ],
  ['a descriptor that tells no size', { 'vm.ovf': ovfText([{ href: 'd' }]), d: disk }],
  ['a descriptor of OVF 2', { 'vm.ovf': ovfText([{ href: 'd', size }], { version: 2 }), d: disk }],
  ['a descriptor with a prefix', { 'vm.ovf': ovfText([{ href: 'd' }], { prefix: 'x' }), d: disk }],
  ['a descriptor in capitals', { 'VM.OVF': ovf, 'disk.vmdk': disk }],
  ['a disk without a byte', { 'vm.ovf': ovfText([{ href: 'd', size: 0 }]), d: '' }],
  [
    'a disk in pieces',
    {
      'vm.ovf': ovfText([{ href: 'd', size: 5, chunkSize: 2 }]),
      'd.000000000': '12',
      'd.000000001': '34',
      'd.000000002': '5',
    },
  ],
  ['files beside', { 'vm.ovf': ovf, 'disk.vmdk': disk, 'vm.nvram': 'x', 'read.me': 'y' }],
  ['a manifest first', { 'vm.mf': mf, 'vm.ovf': ovf, 'disk.vmdk': disk }, ['disk.vmdk', 'vm.ovf']],
  [
    'a manifest with SHA1',
    {
      'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk }, 'SHA1'),
      'vm.ovf': ovf,
      'disk.vmdk': disk,
    },
    ['disk.vmdk', 'vm.ovf'],
  ],
  [
    'a manifest with SHA512',
    {
      'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk }, 'SHA512'),
      'vm.ovf': ovf,
      'disk.vmdk': disk,
    },
    ['disk.vmdk', 'vm.ovf'],
  ],
  [
    'a manifest in the other spelling',
    { 'vm.mf': mf.replaceAll('= ', ' = '), 'vm.ovf': ovf, 'disk.vmdk': disk },
    ['disk.vmdk', 'vm.ovf'],
  ],
  [
    'a manifest of another name',
    { 'other.MF': mf, 'vm.ovf': ovf, 'disk.vmdk': disk },
    ['disk.vmdk', 'vm.ovf'],
  ],
  [
    'a manifest of files beside too',
    {
      'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk, note: 'n' }),
      'vm.ovf': ovf,
      'disk.vmdk': disk,
      note: 'n',
    },
    ['disk.vmdk', 'note', 'vm.ovf'],
  ],
  [
    'a manifest and what signs it',
    { 'vm.mf': mf, 'vm.cert': cert, 'vm.ovf': ovf, 'disk.vmdk': disk },
    ['disk.vmdk', 'vm.ovf'],
  ],
]

describe('a good OVF package', () => {
  const rows = good.map(([what, files, kept = Object.keys(files).toSorted()]) => {
    return { what, files, kept }
  })

  it.each(rows)('$what', async ({ files, kept }) => {
    const verdict = await verdictOf(ovfType, files)
    const { digested, metadata, ...rest } = verdict
    expect(rest).toEqual({ refused: {}, missing: [], invalid: [], kept })
    expect(digested, 'read again').toEqual([])
    const descriptor = Object.keys(files).find((name) => /\.ovf$/i.test(name))
    expect(metadata?.['descriptor']).toBe(descriptor)
  })

  it('is read again where its manifest came later than a file', async () => {
    const files = { 'disk.vmdk': disk, 'vm.mf': mf, 'vm.ovf': ovf }
    expect(await verdictOf(ovfType, files)).toMatchObject({
      refused: {},
      missing: [],
      invalid: [],
      digested: ['disk.vmdk'],
    })
  })

  it('is kept as its descriptor says', async () => {
    const { metadata } = await verdictOf(ovfType, { 'vm.ovf': ovf, 'disk.vmdk': disk })
    expect(metadata).toMatchObject({
      descriptor: 'vm.ovf',
      version: 1,
      references: [{ href: 'disk.vmdk', size }],
      disks: [{ capacity: 1024 }],
      content: { kind: 'system', id: 'vm' },
    })
  })
})

const owner = { itemId: 'urn:uuid:item', libraryId: 'urn:uuid:library', version: '3' }

describe('what is published of an OVF package', () => {
  it('tells what its descriptor says, as vCenters write it', async () => {
    const { metadata } = await verdictOf(ovfType, { 'vm.ovf': ovf, 'disk.vmdk': disk })
    const kept = JSON.parse(JSON.stringify(metadata)) as PlainData
    expect(JSON.parse(ovfType.publishedText(kept, owner) ?? '')).toMatchObject({
      id: 'urn:uuid:item',
      version: '3',
      libraryIdParent: 'urn:uuid:library',
      isVappTemplate: 'false',
      vmTemplate: { vmName: 'vm' },
    })
  })

  it('is nothing where nothing of a package was kept', () => {
    expect(ovfType.publishedText({}, owner)).toBeUndefined()
  })
})

/** A set that is bad, and what is said of it. */
type BadSet = readonly [what: string, files: FileSet, verdict: Partial<Verdict>]

const bad: readonly BadSet[] = [
  ['a disk alone', { d: disk }, { invalid: [['d', id('descriptor_missing')]] }],
  ['a disk that is missing', { 'vm.ovf': ovf }, { missing: ['disk.vmdk'] }],
  ['one of two disks', { 'vm.ovf': two, 'disk.vmdk': disk }, { missing: ['b.vmdk'] }],
  ['a name in another case', { 'vm.ovf': ovf, 'Disk.vmdk': disk }, { missing: ['disk.vmdk'] }],
  [
    'a piece that is missing',
    { 'vm.ovf': ovfText([{ href: 'd', size: 3, chunkSize: 2 }]), 'd.000000000': '12' },
    { missing: ['d.000000001'] },
  ],
  [
    'a piece of another size',
    { 'vm.ovf': ovfText([{ href: 'd', size: 2, chunkSize: 2 }]), 'd.000000000': '1' },
    { invalid: [['d.000000000', id('size_differs')]] },
  ],
  [
    'a disk that was cut',
    { 'vm.ovf': ovf, 'disk.vmdk': disk.slice(1) },
    { invalid: [['disk.vmdk', id('size_differs')]] },
  ],
  [
    'two descriptors',
    { 'a.ovf': ovfText([]), 'b.ovf': ovfText([]) },
    { invalid: [['b.ovf', id('descriptor_second')]] },
  ],
  [
    'two manifests',
    { 'a.mf': mf, 'b.mf': mf, 'vm.ovf': ovf, 'disk.vmdk': disk },
    { invalid: [['b.mf', id('manifest_second')]] },
  ],
  [
    'a disk that was changed, after its manifest',
    { 'vm.mf': mf, 'vm.ovf': ovf, 'disk.vmdk': disk.toUpperCase() },
    { refused: { 'disk.vmdk': 'other digest' } },
  ],
  [
    'a disk that was changed, before its manifest',
    { 'disk.vmdk': disk.toUpperCase(), 'vm.mf': mf, 'vm.ovf': ovf },
    { invalid: [['disk.vmdk', id('digest_differs')]], digested: ['disk.vmdk'] },
  ],
  [
    'a descriptor that was changed',
    { 'vm.mf': mf, 'vm.ovf': `${ovf}\n`, 'disk.vmdk': disk },
    { refused: { 'vm.ovf': 'other digest' } },
  ],
  [
    'a manifest after its descriptor',
    { 'vm.ovf': ovf, 'vm.mf': mf, 'disk.vmdk': disk },
    { refused: { 'vm.mf': 'too late' } },
  ],
  [
    'what signs a manifest after the descriptor',
    { 'vm.mf': mf, 'vm.ovf': ovf, 'vm.cert': cert, 'disk.vmdk': disk },
    { refused: { 'vm.cert': 'too late' } },
  ],
  [
    'a manifest of a file that is not there',
    {
      'vm.mf': manifestText({ 'vm.ovf': ovf, 'disk.vmdk': disk, gone: '' }),
      'vm.ovf': ovf,
      'disk.vmdk': disk,
    },
    { invalid: [['vm.mf', id('named_missing')]] },
  ],
  [
    'a manifest without the disk',
    { 'vm.mf': manifestText({ 'vm.ovf': ovf }), 'vm.ovf': ovf, 'disk.vmdk': disk },
    { invalid: [['vm.mf', id('not_named')]] },
  ],
  [
    'a manifest without the descriptor',
    { 'vm.mf': manifestText({ 'disk.vmdk': disk }), 'vm.ovf': ovf, 'disk.vmdk': disk },
    { invalid: [['vm.mf', id('not_named')]] },
  ],
  [
    'a manifest of a disk that is missing',
    { 'vm.mf': mf, 'vm.ovf': ovf },
    { missing: ['disk.vmdk'] },
  ],
  [
    'a manifest of a descriptor that is missing',
    { 'vm.mf': mf, 'disk.vmdk': disk },
    { missing: ['vm.ovf'] },
  ],
  [
    'a manifest alone, without a descriptor',
    { 'vm.mf': manifestText({ d: disk }) },
    {
      invalid: [
        ['vm.mf', id('descriptor_missing')],
        ['vm.mf', id('named_missing')],
      ],
    },
  ],
  [
    'rubbish for a descriptor',
    { 'vm.ovf': 'x' },
    { refused: { 'vm.ovf': 'accession.ovf.malformed' } },
  ],
  ['an empty descriptor', { 'vm.ovf': '' }, { refused: { 'vm.ovf': 'accession.ovf.empty' } }],
  [
    'a descriptor of something else',
    { 'vm.ovf': '<html xmlns="http://www.w3.org/1999/xhtml"/>' },
    { refused: { 'vm.ovf': 'accession.ovf.not_an_envelope' } },
  ],
  [
    'a descriptor with a DOCTYPE',
    { 'vm.ovf': `<!DOCTYPE a [<!ENTITY x "y">]>${ovf.slice(ovf.indexOf('\n'))}` },
    { refused: { 'vm.ovf': 'accession.ovf.doctype' } },
  ],
  [
    'a descriptor that leads out of its folder',
    { 'vm.ovf': ovfText([{ href: '../etc/passwd' }]) },
    { refused: { 'vm.ovf': 'accession.ovf.href_invalid' } },
  ],
  [
    'a descriptor that fetches from elsewhere',
    { 'vm.ovf': ovfText([{ href: 'https://example.test/disk.vmdk' }]) },
    { refused: { 'vm.ovf': 'accession.ovf.href_invalid' } },
  ],
  [
    'a descriptor with a size that is none',
    { 'vm.ovf': ovfText([{ href: 'd', size: '-1' }]) },
    { refused: { 'vm.ovf': 'accession.ovf.number_invalid' } },
  ],
  [
    'a descriptor beyond all measure',
    { 'vm.ovf': ' '.repeat(4 * 1024 * 1024 + 1) },
    { refused: { 'vm.ovf': 'too large' } },
  ],
  ['an empty manifest', { 'vm.mf': '' }, { refused: { 'vm.mf': 'accession.manifest.empty' } }],
  [
    'a manifest that is none',
    { 'vm.mf': 'hello\n' },
    { refused: { 'vm.mf': 'accession.manifest.line_malformed' } },
  ],
  [
    'a manifest with MD5',
    { 'vm.mf': `MD5(d)= ${'0'.repeat(32)}\n` },
    { refused: { 'vm.mf': 'accession.manifest.algorithm_unknown' } },
  ],
  [
    'a manifest with a digest that was cut',
    { 'vm.mf': `SHA256(d)= ${'0'.repeat(63)}\n` },
    { refused: { 'vm.mf': 'accession.manifest.digest_length' } },
  ],
  [
    'a signature without a certificate',
    { 'vm.cert': cert.slice(0, cert.indexOf('\n') + 1) },
    { refused: { 'vm.cert': 'accession.certificate_file.certificate_missing' } },
  ],
]

describe('a bad OVF package', () => {
  it.each(bad)('%s', async (_, files, said) => {
    const { refused, missing, invalid, digested } = await verdictOf(ovfType, files)
    expect(refused).toEqual(said.refused ?? {})
    // What is refused as it comes is not there: what that leads to is told besides.
    if (said.refused) return
    expect({ missing, invalid, digested }).toEqual({
      missing: [],
      invalid: [],
      digested: [],
      ...said,
    })
  })

  it('is not called incomplete for what is on its way', async () => {
    const files = { 'disk.vmdk': disk, 'vm.ovf': 'x' }
    const { refused, missing, invalid } = await verdictOf(ovfType, files)
    expect(refused).toEqual({ 'vm.ovf': 'accession.ovf.malformed' })
    expect({ missing, invalid }).toEqual({ missing: [], invalid: [] })
  })
})

/** An item with a package in it. */
const filled = async (): Promise<Before> => {
  const { metadata } = await verdictOf(ovfType, { 'vm.ovf': ovf, 'disk.vmdk': disk })
  return { metadata, files: { 'vm.ovf': ovf.length, 'disk.vmdk': size } }
}

describe('an OVF package of which some is new', () => {
  it('is judged by what was kept of its descriptor', async () => {
    const before = await filled()
    const same = await verdictOf(ovfType, { 'disk.vmdk': disk.toUpperCase() }, before)
    expect(same).toMatchObject({ missing: [], invalid: [], metadata: before.metadata })
    const cut = await verdictOf(ovfType, { 'disk.vmdk': disk.slice(1) }, before)
    expect(cut.invalid).toEqual([['disk.vmdk', id('size_differs')]])
    const without = { ...before, files: { 'vm.ovf': ovf.length } }
    expect(await verdictOf(ovfType, {}, without)).toMatchObject({ missing: ['disk.vmdk'] })
  })

  it('goes by its new descriptor where that is replaced, or is another file', async () => {
    const before = await filled()
    const smaller = await verdictOf(ovfType, { 'vm.ovf': ovfText([]) }, before)
    expect(smaller).toMatchObject({ missing: [], invalid: [], metadata: { references: [] } })
    const other = { metadata: before.metadata, files: { 'disk.vmdk': size } }
    const replaced = await verdictOf(ovfType, { 'new.ovf': two, 'b.vmdk': 'b' }, other)
    expect(replaced).toMatchObject({ missing: [], metadata: { descriptor: 'new.ovf' } })
    const second = await verdictOf(ovfType, { 'a.ovf': ovfText([]) }, before)
    expect(second.invalid).toEqual([['a.ovf', id('descriptor_second')]])
  })

  it('knows nothing any more once its files are gone', async () => {
    const { metadata } = await filled()
    expect(await verdictOf(ovfType, {}, { metadata, files: {} })).toMatchObject({
      missing: [],
      invalid: [],
      metadata: null,
    })
  })
})
