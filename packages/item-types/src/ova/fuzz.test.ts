import { scale } from '@accession/core/testing'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAll } from '../../test/read-all.ts'
import { archiveEnd, descriptor, entry, pax } from '../../test/tar-bytes.ts'
import { joinBytes } from './join-bytes.ts'
import { readArchive } from './read-archive.ts'

const sound = joinBytes([
  descriptor,
  pax({ path: 'disk-1.vmdk', comment: 'the first' }),
  entry({ name: 'd', content: 'd'.repeat(1_300) }),
  entry({ name: '././@LongLink', type: 'L', content: 'nvram\0' }),
  entry({ name: 'n', content: 'n' }),
  entry({ name: 'empty' }),
  archiveEnd,
])

const offsets = fc.array(fc.nat(sound.byteLength), { maxLength: 30 })

/** Bytes put elsewhere, cut out, or put between: what a broken disk or a hostile hand does. */
const mutation = fc.record({
  at: fc.nat(sound.byteLength),
  remove: fc.oneof(fc.nat(4), fc.nat(600), fc.constant(512)),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom(archiveEnd, descriptor, entry({ name: 'nvram' }), new Uint8Array(512)),
    fc.string({ maxLength: 10 }).map((text) => new TextEncoder().encode(text)),
  ),
})

const mutated = fc
  .array(mutation, { minLength: 1, maxLength: 4 })
  .map((mutations) =>
    mutations.reduce(
      (bytes, { at, remove, insert }) =>
        joinBytes([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]),
      sound,
    ),
  )

const giveBack = ({ buffer }: Uint8Array): void =>
  void (buffer as { transfer?: (byteLength: number) => ArrayBuffer }).transfer?.(0)

describe('reading an archive', () => {
  it('finds the same whatever the chunks are', async () => {
    const expected = await readAll(sound)
    expect(expected.error).toBeUndefined()
    expect(expected.members.map(([name]) => name)).toEqual([
      'box.ovf',
      'disk-1.vmdk',
      'nvram',
      'empty',
    ])
    await fc.assert(
      fc.asyncProperty(offsets, async (borders) => {
        expect(await readAll(sound, borders)).toEqual(expected)
      }),
      { numRuns: scale(50, 5_000) },
    )
  })

  it('ends with members or a declared error, the same whatever the chunks are, where bytes are wrong', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, offsets, async (bytes, borders) => {
        expect(await readAll(bytes, borders)).toEqual(await readAll(bytes))
      }),
      { numRuns: scale(150, 20_000) },
    )
  })

  it('takes nothing for whole that has a byte too few or too many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(sound.byteLength - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const shorter = joinBytes([sound.subarray(0, at), sound.subarray(at + 1)])
          expect((await readAll(shorter)).error).toBeDefined()
          const longer = joinBytes([sound.subarray(0, at), Uint8Array.of(by), sound.subarray(at)])
          expect((await readAll(longer)).error).toBeDefined()
        },
      ),
      { numRuns: scale(100, 5_000) },
    )
  })

  it.each<[string, () => Uint8Array]>([
    ['members', () => entry({ name: `member-${Math.random()}` })],
    ['headers for all', () => pax({ comment: 'again' }, 'g')],
    ['headers for one', () => pax({ comment: 'again' })],
  ])('refuses a million %s before it has read them', async (_, next) => {
    let sent = 0
    const source = async function* () {
      yield descriptor
      for (; sent < 1_000_000; sent++) yield next()
      yield archiveEnd
    }
    const read = async () => {
      for await (const { name } of readArchive(source(), { membersMax: 1_000, bytesMax: 1e12 }))
        expect(name).not.toBe('')
    }
    await expect(read()).rejects.toMatchObject({
      id: 'accession.ova.too_many_members',
      args: ['1000'],
    })
    expect(sent).toBeLessThan(10_000)
  })

  it('keeps nothing of what it has passed on', async () => {
    const chunk = 1024 * 1024
    const count = scale(128, 4_096)
    const size = chunk * count
    const source = async function* () {
      yield descriptor
      yield pax({ size: String(size) })
      yield entry({ name: 'disk', size: 0 })
      for (let sent = 0; sent < count; sent++) yield new Uint8Array(chunk)
      yield archiveEnd
    }
    let read = 0
    let most = 0
    for await (const member of readArchive(source(), { membersMax: 9, bytesMax: 1e12 }))
      for await (const piece of member.bytes) {
        read += piece.byteLength
        // What a store does with what it has written: so memory tells of what the reader keeps.
        if (piece.byteLength === chunk) giveBack(piece)
        most = Math.max(most, process.memoryUsage().arrayBuffers)
      }
    expect(read).toBe(size + '<Envelope/>'.length)
    expect(most).toBeLessThan(64 * chunk)
  })
})
