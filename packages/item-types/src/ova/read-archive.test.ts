import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { scale } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { chunked, readAll } from '../../test/read-all.ts'
import { archiveEnd, descriptor, entry, pax } from '../../test/tar-bytes.ts'
import { joinBytes } from './join-bytes.ts'
import { readArchive } from './read-archive.ts'

const disk = entry({ name: 'disk.vmdk', content: 'd'.repeat(700) })
const whole = joinBytes([descriptor, disk, archiveEnd])
const members = [
  ['box.ovf', '<Envelope/>'],
  ['disk.vmdk', 'd'.repeat(700)],
]

describe('an OVA', () => {
  it.each<[string, readonly Uint8Array[]]>([
    ['of ustar', [descriptor, disk, archiveEnd]],
    ['filled up to a record of 10 KiB', [descriptor, disk, new Uint8Array(10_240)]],
    ['filled up to half a block', [descriptor, disk, archiveEnd, new Uint8Array(100)]],
    [
      'with ./ before its names',
      [
        entry({ name: './box.ovf', content: '<Envelope/>' }),
        entry({ name: './disk.vmdk', content: 'd'.repeat(700) }),
        archiveEnd,
      ],
    ],
    [
      'that a folder was packed to',
      [entry({ name: './', type: '5' }), descriptor, disk, archiveEnd],
    ],
    [
      'without magic',
      [
        entry({ name: 'box.ovf', content: '<Envelope/>', magic: '', type: '\0' }),
        entry({ name: 'disk.vmdk', content: 'd'.repeat(700), magic: '', type: '\0' }),
        archiveEnd,
      ],
    ],
    [
      'of old GNU headers, with times where a prefix would be',
      [
        entry({
          name: 'box.ovf',
          content: '<Envelope/>',
          magic: 'ustar  \0',
          prefix: '12345670123',
        }),
        disk,
        archiveEnd,
      ],
    ],
    [
      'with a name in GNU’s long form',
      [
        descriptor,
        entry({ name: '././@LongLink', type: 'L', content: 'disk.vmdk\0' }),
        entry({ name: 'disk.vm', content: 'd'.repeat(700) }),
        archiveEnd,
      ],
    ],
    [
      'with name and size in PAX records',
      [
        descriptor,
        pax({ path: 'disk.vmdk', size: '700', mtime: '1.5' }),
        joinBytes([
          entry({ name: 'd', size: 0 }),
          new TextEncoder().encode('d'.repeat(700)),
          new Uint8Array(324),
        ]),
        archiveEnd,
      ],
    ],
    [
      'of macOS, with what its tar knows of files besides',
      [
        entry({ name: './._box.ovf', content: '\0\u0005\u0016\u0007'.repeat(200) }),
        entry({ name: './box.ovf', content: '<Envelope/>' }),
        entry({ name: './._disk.vmdk', content: '\0\u0005\u0016\u0007' }),
        disk,
        archiveEnd,
      ],
    ],
    [
      'with PAX records for all',
      [
        pax({ comment: 'all' }, 'g'),
        descriptor,
        pax({ path: 'disk.vmdk' }, 'g'),
        entry({ name: 'd', content: 'd'.repeat(700) }),
        archiveEnd,
      ],
    ],
    [
      'with extended attributes, whose values are bytes of any kind',
      [
        descriptor,
        entry({
          type: 'x',
          content: Uint8Array.from('20 SCHILY.xattr.a=\u00ff\n', (char) => char.charCodeAt(0)),
        }),
        disk,
        archiveEnd,
      ],
    ],
    [
      'with a size in base 256',
      [
        descriptor,
        entry({
          name: 'disk.vmdk',
          content: 'd'.repeat(700),
          sizeField: '\u0080\0\0\0\0\0\0\0\0\0\u0002\u00bc',
        }),
        archiveEnd,
      ],
    ],
    [
      'with blanks before a size',
      [
        descriptor,
        entry({ name: 'disk.vmdk', content: 'd'.repeat(700), sizeField: '       1274 ' }),
        archiveEnd,
      ],
    ],
  ])('is read: one %s', async (_, pieces) => {
    expect(await readAll(joinBytes(pieces))).toEqual({ members })
  })

  it('joins the two halves of a ustar name, which then has a separator', async () => {
    const file = entry({ name: 'disk.vmdk', prefix: 'folder' })
    expect((await readAll(joinBytes([descriptor, file, archiveEnd]))).error?.args).toEqual([
      '"folder/disk.vmdk"',
      'its name is not allowed, as it holds a path separator',
    ])
  })

  it.each<[string, readonly Uint8Array[], string]>([
    ['a symbolic link', [descriptor, entry({ name: 'l', type: '2' })], '"l" … it is a link'],
    ['a hard link', [descriptor, entry({ name: 'l', type: '1' })], '"l" … it is a link'],
    [
      'a link with a long target',
      [
        descriptor,
        entry({ name: 'x', type: 'K', content: '/etc/shadow' }),
        entry({ name: 'l', type: '2' }),
      ],
      '"l" … it is a link',
    ],
    ['a character device', [descriptor, entry({ name: 'c', type: '3' })], '"c" … it is a device'],
    ['a block device', [descriptor, entry({ name: 'b', type: '4' })], '"b" … it is a device'],
    ['a pipe', [descriptor, entry({ name: 'p', type: '6' })], '"p" … it is a pipe'],
    ['a folder', [descriptor, entry({ name: 'f/', type: '5' })], '"f/" … it is a folder'],
    ['a folder of old', [descriptor, entry({ name: 'f/', type: '\0' })], '"f/" … it is a folder'],
    ['./ later on', [descriptor, entry({ name: './', type: '5' })], '"./" … it is a folder'],
    ['a sparse file of GNU', [descriptor, entry({ type: 'S' })], '"file" … it is sparse'],
    [
      'a sparse file of PAX',
      [descriptor, pax({ 'GNU.sparse.major': '1' }), entry({})],
      '"file" … it is sparse',
    ],
    ['a type of its own', [descriptor, entry({ type: 'Z' })], '"file" … it is no plain file'],
    ['a volume label', [entry({ name: 'v', type: 'V' })], '"v" … it is no plain file'],
    ['an absolute name', [descriptor, entry({ name: '/etc/passwd' })], '"/etc/passwd" … separator'],
    ['a way up', [descriptor, entry({ name: '../up' })], '"../up" … separator'],
    ['the way up', [descriptor, entry({ name: '..' })], '".." … it names a folder'],
    ['a way in', [descriptor, entry({ name: 'in/disk' })], '"in/disk" … separator'],
    ['a way of Windows', [descriptor, entry({ name: 'in\\disk' })], 'disk" … separator'],
    ['a drive', [descriptor, entry({ name: 'C:disk' })], '"C:disk" … it begins with a drive'],
    [
      'an encoded way',
      [descriptor, entry({ name: '..%2Fdisk' })],
      'disk" … encoded path separator',
    ],
    ['a control character', [descriptor, entry({ name: 'a\nb' })], '"a\\nb" … control character'],
    ['no name', [descriptor, entry({ name: '' })], '"" … it is empty'],
    ['a NUL in a name', [descriptor, pax({ path: 'a\0b' }), entry({})], 'b" … control character'],
    [
      'a name too long',
      [descriptor, pax({ path: 'n'.repeat(256) }), entry({})],
      'nnn" … longer than 255 bytes',
    ],
    ['a name twice', [descriptor, disk, disk], '"disk.vmdk" … another one of that name'],
    [
      'a name twice, in two spellings',
      [descriptor, disk, entry({ name: './disk.vmdk' })],
      '"disk.vmdk" … another one of that name',
    ],
    ['no descriptor first', [disk, descriptor], '"disk.vmdk" … the first one must be'],
    [
      'a manifest first',
      [entry({ name: 'box.mf' }), descriptor],
      '"box.mf" … the first one must be',
    ],
  ])('is refused with %s, which is named', async (_, pieces, told) => {
    const { error } = await readAll(joinBytes([...pieces, archiveEnd]))
    expect(error?.id).toBe('accession.ova.member_refused')
    const [name = '', reason = ''] = told.split(' … ')
    expect(error?.args[0]).toContain(name)
    expect(error?.args[1]).toContain(reason)
  })

  it.each<[string, readonly Uint8Array[], number, string]>([
    ['a wrong checksum', [descriptor, entry({ checksumOff: 1 }), archiveEnd], 1024, 'checksum'],
    ['what is no tar at all', [new Uint8Array(2048).fill(0x50)], 0, 'checksum'],
    ['letters for a size', [entry({ sizeField: '0000000zz00\0' })], 0, 'size of a member'],
    ['a negative size', [entry({ sizeField: '\u00ff'.repeat(12) })], 0, 'size of a member'],
    [
      'a size beyond 2^53',
      [entry({ sizeField: `\u0080${'\u00ff'.repeat(11)}` })],
      0,
      'size of a member',
    ],
    ['a PAX size of letters', [pax({ size: '4x' }), entry({})], 1024, 'size of a member'],
    [
      'a PAX size beyond 2^53',
      [pax({ size: '9'.repeat(16) }), entry({})],
      1024,
      'size of a member',
    ],
    ['a PAX record too long', [entry({ type: 'x', content: '99 path=a\n' })], 0, 'wrong length'],
    ['a PAX record too short', [entry({ type: 'x', content: '7 path=a\n' })], 0, 'wrong length'],
    ['a PAX record without length', [entry({ type: 'x', content: 'path=a\n' })], 0, 'wrong length'],
    ['a PAX record without keyword', [entry({ type: 'x', content: '7 =abc\n' })], 0, 'no keyword'],
    ['PAX records of 8 GiB', [entry({ type: 'x', size: 8 ** 11 - 1 })], 0, 'more than 65536 bytes'],
    ['a long name of 1 GiB', [entry({ type: 'L', size: 1024 ** 3 })], 0, 'more than 65536 bytes'],
    [
      'a name that is no UTF-8',
      [descriptor, entry({ type: 'L', content: Uint8Array.of(0xff, 0xfe) }), entry({})],
      1024,
      'no UTF-8',
    ],
    [
      'PAX records of nothing',
      [descriptor, pax({ path: 'a' }), archiveEnd],
      2048,
      'does not follow',
    ],
    ['no member', [archiveEnd], 512, 'without a member'],
    ['only ./', [entry({ name: './', type: '5' }), archiveEnd], 1024, 'without a member'],
    ['rubbish after its end', [whole, Uint8Array.of(0, 0, 7)], whole.byteLength + 2, 'more after'],
    ['another archive after its end', [whole, whole], whole.byteLength, 'more after'],
    [
      'a member after one block of zeros',
      [descriptor, new Uint8Array(512), disk],
      1536,
      'more after',
    ],
  ])('is refused with %s, and the place is told', async (_, pieces, offset, fault) => {
    const { error } = await readAll(joinBytes(pieces))
    expect(error).toMatchObject({ id: 'accession.ova.malformed' })
    expect(error?.args).toEqual([String(offset), expect.stringContaining(fault)])
  })

  it.each([
    ['long', new Uint8Array(2048)],
    ['shorter than a header', new Uint8Array(20)],
  ])('is refused where it is compressed with gzip, %s', async (_, bytes) => {
    bytes.set([0x1f, 0x8b, 8])
    const { error } = await readAll(bytes)
    expect(error?.id).toBe('accession.ova.compressed')
  })

  it('is refused where it is cut, at whatever byte', async () => {
    for (let length = 0; length < whole.byteLength; length += scale(7, 1)) {
      const { error } = await readAll(whole.subarray(0, length))
      expect(error, `${length} bytes`).toMatchObject({ id: 'accession.ova.truncated' })
      expect(error?.args[0]).toBe(String(length))
    }
    const inDisk = await readAll(whole.subarray(0, 2_000))
    expect(inDisk.error?.text).toContain('after 2000 bytes, in the middle of member "disk.vmdk"')
  })

  it('has as many members as the limits allow, and no more', async () => {
    const limits = { membersMax: 2, bytesMax: 1024 ** 2 }
    expect(await readAll(whole, [], limits)).toEqual({ members })
    const third = joinBytes([descriptor, disk, entry({ name: 'third' }), archiveEnd])
    expect((await readAll(third, [], limits)).error).toMatchObject({
      id: 'accession.ova.too_many_members',
      args: ['2'],
    })
  })

  it('has as many bytes as the limits allow, and no more', async () => {
    const limits = { membersMax: 9, bytesMax: whole.byteLength }
    expect(await readAll(whole, [], limits)).toEqual({ members })
    for (const more of [1, 512, 10_240]) {
      const longer = joinBytes([whole, new Uint8Array(more)])
      expect((await readAll(longer, [], limits)).error?.id).toBe('accession.ova.too_large')
    }
  })

  it('keeps little of what is said of files, however much that is', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const usedNow = (): number => {
      collect()
      return process.memoryUsage().heapUsed
    }
    let kept = 0
    const source = async function* () {
      yield descriptor
      const before = usedNow()
      for (let round = 0; round < 40; round++) {
        const said = Array.from({ length: 3_000 }, (_, index) => [`c${round}.${index}`, 'said'])
        yield pax(Object.fromEntries(said) as Record<string, string>, 'g')
      }
      kept = usedNow() - before
      yield joinBytes([disk, archiveEnd])
    }
    const names: string[] = []
    for await (const { name } of readArchive(source(), { membersMax: 20, bytesMax: 1e9 }))
      names.push(name)
    expect(names).toEqual(['box.ovf', 'disk.vmdk'])
    expect(kept).toBeLessThan(3e6)
  })

  it('is refused by the size of a member before the bytes come', async () => {
    const announced = joinBytes([descriptor, entry({ name: 'disk', size: 8 ** 11 - 1 })])
    expect(await readAll(announced)).toMatchObject({
      members: [['box.ovf', '<Envelope/>']],
      error: { id: 'accession.ova.too_large' },
    })
  })

  it('gives members chunks that nobody else has a part of, and copies no others', async () => {
    const chunk = joinBytes([descriptor, entry({ name: 'disk', content: 'd'.repeat(700) })])
    const big = entry({ name: 'big', content: 'b'.repeat(3 * 512) })
    const rest = big.subarray(1024)
    const source = async function* () {
      yield joinBytes([chunk, big.subarray(0, 1024)])
      yield rest
      yield archiveEnd
    }
    const buffers: [string, ArrayBufferLike][] = []
    for await (const member of readArchive(source(), { membersMax: 9, bytesMax: 1e6 }))
      for await (const piece of member.bytes) {
        buffers.push([member.name, piece.buffer])
        // What a store may do with what it has written.
        if (piece.byteLength === piece.buffer.byteLength)
          structuredClone(piece, { transfer: [piece.buffer] })
      }
    expect(buffers.map(([name]) => name)).toEqual(['box.ovf', 'disk', 'big', 'big'])
    expect(new Set(buffers.map(([, buffer]) => buffer)).size).toBe(4)
    expect(buffers[3]?.[1]).toBe(rest.buffer)
  })

  it('passes over what nobody reads, and lets its source go', async () => {
    let isClosed = false
    const source = async function* () {
      try {
        yield* chunked(whole, [700, 1600])
      } finally {
        isClosed = true
      }
    }
    const names: string[] = []
    for await (const { name } of readArchive(source(), { membersMax: 9, bytesMax: 1e6 }))
      names.push(name)
    expect(names).toEqual(['box.ovf', 'disk.vmdk'])
    isClosed = false
    for await (const { name } of readArchive(source(), { membersMax: 9, bytesMax: 1e6 }))
      if (name === 'box.ovf') break
    expect(isClosed).toBe(true)
  })
})
