import { describe, expect, it } from 'vitest'
import { manifestText } from '../../test/manifest-text.ts'
import { ovfText } from '../../test/ovf-text.ts'
import { verdictOf } from '../../test/verdict-of.ts'
import type { FileSet, Verdict } from '../../test/verdict-of.ts'
import { ovfType } from './ovf-type.ts'

const disk = 'the bytes of a disk'
const size = disk.length
const ovf = ovfText([{ href: 'disk.vmdk', size }])
const set = { 'vm.ovf': ovf, 'disk.vmdk': disk }
const mf = manifestText(set)
const both = `${manifestText(set, 'SHA1')}${mf}`

const literal = ovfText([{ href: 'my disk.vmdk', size }])
const encoded = ovfText([{ href: 'my%20disk.vmdk', size }])
const encodedMf = manifestText({ 'vm.ovf': encoded, 'my%20disk.vmdk': disk })
const encodedSet = { 'vm.ovf': encoded, 'my disk.vmdk': disk }

/** A line of a manifest about its own file, which was empty then. */
const itself = manifestText({ 'vm.mf': '' })
const id = (name: string) => `accession.item_type.${name}`

/** A package, and what of it is read again for its digests. */
type Package = readonly [what: string, files: FileSet, digested?: readonly string[]]

const packages: readonly Package[] = [
  [
    'several machines of VirtualBox, whose collection has a name for its id',
    {
      ...set,
      'vm.ovf': ovf
        .replace('<VirtualSystem ', '<VirtualSystemCollection ovf:name="Exported">$&')
        .replace('</VirtualSystem>', '$&</VirtualSystemCollection>'),
    },
  ],
  [
    'a descriptor that names files in its own folder',
    { 'vm.ovf': ovfText([{ href: './disk.vmdk', size }]), 'disk.vmdk': disk },
  ],
  ['a manifest of OpenSSL on ./*', { 'vm.mf': mf.replaceAll('(', '(./'), ...set }],
  ['a manifest of OpenSSL on *, itself included', { 'vm.mf': `${itself}${mf}`, ...set }],
  [
    'a manifest in another order, with blanks and capitals',
    {
      'vm.mf': `\n${mf.toUpperCase().replaceAll(/\(.*\)/g, (name) => name.toLowerCase())}`
        .split('\n')
        .toReversed()
        .join(' \t\r\n'),
      ...set,
    },
  ],
  ['a manifest for old programs and for new ones', { 'vm.mf': both, ...set }],
  ['a manifest that percent-encodes as its descriptor', { 'vm.mf': encodedMf, ...encodedSet }],
  [
    'a manifest that does not percent-encode as its descriptor',
    { 'vm.mf': manifestText(encodedSet), ...encodedSet },
  ],
  [
    'a manifest that percent-encodes where its descriptor does not',
    {
      'vm.mf': manifestText({ 'vm.ovf': literal, 'my%20disk.vmdk': disk }),
      'vm.ovf': literal,
      'my disk.vmdk': disk,
    },
  ],
  [
    'a manifest that percent-encodes, after the disk',
    { 'my disk.vmdk': disk, 'vm.mf': encodedMf, 'vm.ovf': encoded },
    ['my disk.vmdk'],
  ],
]

describe('a package as programs write it', () => {
  const rows = packages.map(([what, files, again = []]) => ({ what, files, again }))

  it.each(rows)('$what', async ({ files, again }) => {
    const { refused, missing, invalid, digested, metadata } = await verdictOf(ovfType, files)
    expect({ refused, missing, invalid }).toEqual({ refused: {}, missing: [], invalid: [] })
    expect(digested, 'read again').toEqual(again)
    expect(metadata).toMatchObject({ descriptor: 'vm.ovf', references: [{ size }] })
  })
})

/** A package that is broken in a way of its own, and what is said of it. */
type Broken = readonly [what: string, files: FileSet, verdict: Partial<Verdict>]

const broken: readonly Broken[] = [
  [
    'a disk that the longer of two digests contradicts',
    { 'vm.mf': both, ...set, 'disk.vmdk': disk.toUpperCase() },
    { refused: { 'disk.vmdk': 'other digest' } },
  ],
  [
    'a disk that was changed, of a name that its manifest percent-encodes',
    { 'vm.mf': encodedMf, ...encodedSet, 'my disk.vmdk': disk.toUpperCase() },
    { refused: { 'my disk.vmdk': 'other digest' } },
  ],
  [
    'a manifest of which two names would be one file',
    { 'vm.mf': `${encodedMf}${manifestText({ 'my%20dis%6b.vmdk': disk })}`, ...encodedSet },
    {
      invalid: [
        ['vm.mf', id('named_missing')],
        ['vm.mf', id('named_missing')],
        ['vm.mf', id('not_named')],
      ],
    },
  ],
  [
    'a manifest of itself alone',
    { 'vm.mf': itself, 'vm.ovf': ovfText([]) },
    { invalid: [['vm.mf', id('not_named')]] },
  ],
]

describe('a broken package is none that programs write', () => {
  it.each(broken)('%s', async (_, files, said) => {
    const { refused, missing, invalid, digested } = await verdictOf(ovfType, files)
    const fine = { refused: {}, missing: [], invalid: [], digested: [] }
    expect({ refused, missing, invalid, digested }).toEqual({ ...fine, ...said })
  })
})
