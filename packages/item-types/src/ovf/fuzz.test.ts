import { readFile, readdir } from 'node:fs/promises'
import * as fc from 'fast-check'
import { AccessionError } from '@accession/core/errors'
import { describe, expect, it } from 'vitest'
import { mutation } from '../../test/descriptor-mutations.ts'
import { inPieces } from '../../test/descriptor-text.ts'
import { filesOf } from './files-of.ts'
import { readDescriptor } from './read-descriptor.ts'
import { readManifest } from './read-manifest.ts'
import { readSignature } from './read-signature.ts'
import { typeMetadata } from './type-metadata.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const numRuns = isLong ? 20_000 : 80
/** The same cases each time, but for the long tier. */
const options = isLong ? { numRuns } : { numRuns, seed: 20_261_128 }

const folder = new URL('../../test/fixtures/', import.meta.url)
const names = (await readdir(folder)).filter((name) => name.endsWith('.ovf'))
const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))

/** What a reader makes of bytes; anything thrown but a declared error fails the test. */
const outcome = async <T>(reading: Promise<T>): Promise<T | string> => {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof AccessionError)) throw error
    expect(error.message).not.toMatch(/\{\d\}|[\p{Control}\p{Surrogate}]/u)
    expect(error.message.length).toBeLessThan(2_000)
    return error.id
  }
}

describe('whatever the bytes are, a reader answers or throws a declared error', () => {
  it('a descriptor that was changed here and there', async () => {
    const changed = fc.tuple(
      fc.constantFrom(...texts),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 5_000 }),
    )
    let refused = 0
    await fc.assert(
      fc.asyncProperty(changed, async ([text, changes, pieceBytes]) => {
        const bytes = changes.reduce((so, change) => change(so), text)
        const descriptor = await outcome(readDescriptor(inPieces(bytes, pieceBytes)))
        if (typeof descriptor === 'string') {
          refused++
          return
        }
        expect(JSON.parse(JSON.stringify(descriptor))).toEqual(descriptor)
        expect(filesOf(descriptor).length).toBeLessThanOrEqual(100_000)
        const owner = { itemId: 'i', libraryId: 'l', version: '1' }
        expect(JSON.parse(typeMetadata(descriptor, owner))).toMatchObject({ id: 'i' })
        expect(JSON.stringify(descriptor)).not.toContain('changeme-marked')
      }),
      options,
    )
    // Changes in texts and values leave some of them whole; most of the others break them.
    expect(refused).toBeGreaterThan(numRuns / 4)
    expect(refused).toBeLessThan(numRuns)
  })

  const lines = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        `SHA256(a.ovf)= ${'0'.repeat(64)}`,
        `SHA1 (b.vmdk) = ${'F'.repeat(40)}`,
        `SHA256(a.mf)= ${'ab'.repeat(64)}`,
        '-----BEGIN CERTIFICATE-----',
        'MAA=',
        '-----END CERTIFICATE-----',
        '-----BEGIN PRIVATE KEY-----',
        '',
      ),
    ),
    { maxLength: 12 },
  )

  it.each([
    ['a manifest', readManifest],
    ['a signature', readSignature],
  ])('%s of any lines', async (_, read: (bytes: AsyncIterable<Uint8Array>) => Promise<unknown>) => {
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n', '\r'), async (some, end) => {
        await outcome(read(inPieces(some.join(end), 100)))
      }),
      options,
    )
  })

  it.each([
    ['a descriptor', readDescriptor],
    ['a manifest', readManifest],
    ['a signature', readSignature],
  ])('%s of any bytes', async (_, read: (bytes: AsyncIterable<Uint8Array>) => Promise<unknown>) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await outcome(read(inPieces(bytes)))
      }),
      options,
    )
  })
})
