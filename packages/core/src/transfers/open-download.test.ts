import { describe, expect, it } from 'vitest'
import { authenticateToken } from '../access/authenticate-token.ts'
import type { Caller } from '../access/caller.ts'
import { cancelDownloadSession } from '../downloads/cancel-download-session.ts'
import { createDownloadSession } from '../downloads/create-download-session.ts'
import { getDownloadFile } from '../downloads/get-download-file.ts'
import { getDownloadSession } from '../downloads/get-download-session.ts'
import { prepareDownloadFile } from '../downloads/prepare-download-file.ts'
import { deleteLibraryItem } from '../items/delete-library-item.ts'
import { getItemFile } from '../items/get-item-file.ts'
import { limits } from '../limits.ts'
import { write } from '../ports/changes.ts'
import { createSession } from '../session/create-session.ts'
import { createTestWorld } from '../testing/world.ts'
import type { World } from '../world.ts'
import type { Capability } from './capability.ts'
import { openDownload } from './open-download.ts'

const invalid = { id: 'accession.transfer.capability_invalid', type: 'NOT_FOUND' }

const capabilityOf = (url: string | undefined): Capability => {
  const [kind, ownerId, fileId, mac, name] = new URL(url ?? '').pathname.split('/').slice(2)
  return { kind, ownerId, fileId, mac, name: decodeURIComponent(name ?? '') } as Capability
}

const textOf = async (stream: ReadableStream<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true })
  return text
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

const never = new AbortController().signal

const failingCommit = () => Promise.reject(new Error('disk'))

const replaceBytes = async ({ blobs }: World, id: string, text: string): Promise<void> => {
  await blobs.delete([id])
  await blobs.write(id, bytesOf(text), { signal: never })
}

const openWorld = async () => {
  const test = createTestWorld()
  const { world } = test
  const signedIn = await test.addCaller()
  const token = await createSession(world, signedIn)
  const caller: Caller = { ...signedIn, ...(await authenticateToken(world, token)) }
  const library = await test.addLibrary()
  const item = await test.addItem(library.id)
  const content = 'a'.repeat(1_000_000)
  const file = await test.addItemFile(item.id, 'a b.iso', content)
  const library_item_id = item.id
  const create_spec = { library_item_id }
  const download_session_id = await createDownloadSession(world, caller, { create_spec })
  const input = { download_session_id, file_name: 'a b.iso' }
  const prepared = await prepareDownloadFile(world, caller, input)
  const shown = await getItemFile(world, caller, { library_item_id, name: 'a b.iso' })
  return {
    ...test,
    caller,
    item,
    file,
    content,
    input,
    token,
    ofSession: capabilityOf(prepared.download_endpoint?.uri),
    ofItem: capabilityOf(shown.file_download_endpoint),
  }
}

describe.each(['ofSession', 'ofItem'] as const)('a download %s', (of) => {
  it('has the bytes of the file, whole and in ranges', async () => {
    const opened = await openWorld()
    const download = await openDownload(opened.world, opened[of])
    expect(download).toMatchObject({ name: 'a b.iso', size: 1_000_000 })
    expect(download.etag).toMatch(/^"[\w-]+"$/)
    expect(await textOf(await download.read())).toBe(opened.content)
    expect(await textOf(await download.read({ start: 999_998, end: 1_000_000 }))).toBe('aa')
    const beyond = download.read({ start: 0, end: 1_000_001 })
    await expect(beyond).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
  })

  it('whose bytes are missing or cut says so before it sends any', async () => {
    const opened = await openWorld()
    const { blobId } = opened.file
    const damaged = { id: 'accession.transfer.bytes_damaged', type: 'INTERNAL_SERVER_ERROR' }
    await opened.world.blobs.delete([String(blobId)])
    const download = await openDownload(opened.world, opened[of])
    await expect(download.read()).rejects.toMatchObject({
      ...damaged,
      cause: { id: 'accession.blob.not_found' },
    })
    await opened.world.blobs.write(String(blobId), bytesOf('cut'), { signal: never })
    await expect(download.read()).rejects.toMatchObject(damaged)
    await expect(download.read({ start: 1, end: 4 })).rejects.toMatchObject(damaged)
    expect(await textOf(await download.read({ start: 1, end: 3 }))).toBe('ut')
  })

  it('whose bytes were changed ends before its last byte, and is refused until they are right', async () => {
    const opened = await openWorld()
    const { world, clock, logged, content } = opened
    const blobId = String(opened.file.blobId)
    const damaged = { id: 'accession.transfer.bytes_damaged', type: 'INTERNAL_SERVER_ERROR' }
    const replace = (text: string): Promise<void> => replaceBytes(world, blobId, text)
    const readAll = async () => textOf(await (await openDownload(world, opened[of])).read())
    const readPart = async () =>
      textOf(await (await openDownload(world, opened[of])).read({ start: 0, end: 2 }))
    const crc = expect.stringMatching(/^CRC32:[0-9a-f]+$/) as unknown
    await replace(`b${content.slice(1)}`)
    expect(await readPart()).toBe('ba')
    let received = 0
    const reading = (async () => {
      const download = await openDownload(world, opened[of])
      for await (const chunk of await download.read()) received += chunk.byteLength
    })()
    await expect(reading).rejects.toMatchObject({ id: 'accession.blob.changed' })
    expect(received).toBeLessThan(content.length)
    expect(logged.at(-1)).toMatchObject({
      level: 'error',
      event: 'download.failed',
      cause: { id: 'accession.blob.changed', args: [blobId, crc, crc] },
    })
    await expect(readAll()).rejects.toMatchObject(damaged)
    await expect(readPart()).rejects.toMatchObject(damaged)

    await clock.advance(limits.wrongBytesRefusedMs)
    await expect(readPart()).rejects.toMatchObject(damaged)
    await expect(readAll()).rejects.toMatchObject({ id: 'accession.blob.changed' })
    await expect(readAll()).rejects.toMatchObject(damaged)
    await replace(content)
    await clock.advance(limits.wrongBytesRefusedMs)
    expect(await readAll()).toBe(content)
    expect(await readPart()).toBe('aa')
  })

  it('needs the very capability that was given', async () => {
    const opened = await openWorld()
    const right = opened[of]
    const wrong: Capability[] = [
      { ...right, mac: `${right.mac.slice(1)}A` },
      { ...right, mac: '' },
      { ...right, name: 'other.iso' },
      { ...right, kind: right.kind === 'file' ? 'download' : 'file' },
      { ...right, kind: 'upload' },
      { ...right, fileId: opened.item.id },
    ]
    for (const capability of wrong) {
      await expect(openDownload(opened.world, capability)).rejects.toMatchObject(invalid)
    }
  })

  it('is gone with its item', async () => {
    const opened = await openWorld()
    const { world, caller, item } = opened
    await deleteLibraryItem(world, caller, { library_item_id: item.id })
    await expect(openDownload(world, opened[of])).rejects.toMatchObject(invalid)
  })
})

it('bytes that were right are looked at again after an hour', async () => {
  const { world, clock, content, file, ofItem } = await openWorld()
  const readAll = async () => textOf(await (await openDownload(world, ofItem)).read())
  expect(await readAll()).toBe(content)
  const changed = `b${content.slice(1)}`
  await replaceBytes(world, String(file.blobId), changed)
  await clock.advance(limits.rightBytesTrustedMs - 1)
  expect(await readAll()).toBe(changed)
  await clock.advance(1)
  await expect(readAll()).rejects.toMatchObject({ id: 'accession.blob.changed' })
})

it('an item’s file is gone once it is replaced, a session shows it on', async () => {
  const { world, apply, file, ofItem, ofSession, content } = await openWorld()
  await apply(write('itemFile', file, { until: 2 }))
  await expect(openDownload(world, ofItem)).rejects.toMatchObject(invalid)
  const download = await openDownload(world, ofSession)
  expect(await textOf(await download.read())).toBe(content)
})

describe('a download of a session', () => {
  it('is over when the session is cancelled or has expired', async () => {
    const { world, clock, ofSession } = await openWorld()
    await clock.advance(299_999)
    await expect(openDownload(world, ofSession)).resolves.toBeDefined()
    await clock.advance(1)
    await expect(openDownload(world, ofSession)).rejects.toMatchObject(invalid)
    const { world: other, caller, input, ofSession: ofOther } = await openWorld()
    await cancelDownloadSession(other, caller, input)
    await expect(openDownload(other, ofOther)).rejects.toMatchObject(invalid)
  })

  it('counts the bytes it transfers', async () => {
    const { world, caller, input, ofSession } = await openWorld()
    const download = await openDownload(world, ofSession)
    await textOf(await download.read({ start: 0, end: 10 }))
    await textOf(await download.read())
    const file = await getDownloadFile(world, caller, input)
    expect(file).toMatchObject({ bytes_transferred: 1_000_010 })
  })

  it('keeps its session and the token that made it alive', async () => {
    const { world, caller, clock, input, ofSession, token } = await openWorld()
    await clock.advance(200_000)
    const download = await openDownload(world, ofSession)
    const reader = (await download.read()).getReader()
    await reader.read()
    await clock.advance(200_000)
    expect(await getDownloadSession(world, caller, input)).toMatchObject({ state: 'ACTIVE' })
    await reader.cancel()
    await clock.advance(limits.tokenIdleMs - 200_000 - 1)
    await expect(authenticateToken(world, token)).resolves.toBeDefined()
  })

  it('stops when its session has ended', async () => {
    const { world, caller, clock, input, ofSession } = await openWorld()
    const download = await openDownload(world, ofSession)
    const reader = (await download.read()).getReader()
    await reader.read()
    await cancelDownloadSession(world, caller, input)
    await clock.advance(2_000)
    const rest = (async () => {
      while (!(await reader.read()).done);
    })()
    await expect(rest).rejects.toMatchObject(invalid)
  })

  it('goes on while the catalog does not answer, and says so', async () => {
    const { world, ofSession, content, logged } = await openWorld()
    const download = await openDownload(
      { ...world, store: { ...world.store, commit: failingCommit } },
      ofSession,
    )
    expect(await textOf(await download.read())).toBe(content)
    expect(logged.at(-1)).toMatchObject({ level: 'error', event: 'download.not_told' })
  })

  it('ends where its reader stops', async () => {
    const { world, caller, input, ofSession } = await openWorld()
    const download = await openDownload(world, ofSession)
    const reader = (await download.read()).getReader()
    const { value } = await reader.read()
    await reader.cancel('enough')
    const file = await getDownloadFile(world, caller, input)
    expect(file.bytes_transferred).toBeGreaterThanOrEqual(value?.byteLength ?? 1)
  })
})
