import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { newBlobId } from '../../test/blob-id.ts'
import {
  filesBelow,
  listedIds,
  sizeRead,
  temporaryFolder,
  writeZeros,
  zeros,
} from '../../test/blob-helpers.ts'
import { fsWatch } from '../../test/watched-fs.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

vi.mock('node:fs/promises', async (importOriginal) => {
  const { watchedFs } = await import('../../test/watched-fs.ts')
  return watchedFs(await importOriginal())
})

beforeEach(() => fsWatch.reset())

const mib = 1024 * 1024
const never = new AbortController().signal

/** Makes the n-th call from now on fail; answers whether it came to that. */
const failNth = (n: number, code: string) => {
  let calls = 0
  fsWatch.before = (call) => {
    if (++calls === n) throw Object.assign(new Error(`${code}: ${call}`), { code })
  }
  return () => calls >= n
}

/** Resolves when a count has not moved for many turns of the event loop, in which nothing else runs. */
const whenStill = async (count: () => number): Promise<void> => {
  let last = count()
  for (let turns = 0; turns < 100; turns++) {
    await setImmediate()
    if (count() !== last) turns = 0
    last = count()
  }
}

describe('a folder whose system calls fail', () => {
  it.each([
    ['EIO', 'SERVICE_UNAVAILABLE'],
    ['EROFS', 'SERVICE_UNAVAILABLE'],
    ['EMFILE', 'SERVICE_UNAVAILABLE'],
    ['ENOSPC', 'UNABLE_TO_ALLOCATE_RESOURCE'],
    ['EDQUOT', 'UNABLE_TO_ALLOCATE_RESOURCE'],
  ])('stores all or nothing when the n-th of them fails with %s', async (code, type) => {
    const size = 10 * mib + 5
    let failed = 0
    for (let n = 1; ; n++) {
      const folder = await temporaryFolder()
      const store = await createFolderBlobStore({ folder })
      const id = newBlobId()
      const reached = failNth(n, code)
      const error = await writeZeros(store, id, size).then(
        () => undefined,
        (reason: unknown) => reason,
      )
      const wasReached = reached()
      fsWatch.reset()
      if (error === undefined) {
        expect(await sizeRead(store, id)).toBe(size)
      } else {
        expect(error).toMatchObject({ name: 'AccessionError', type, cause: { code } })
        expect(await sizeRead(store, id)).toBe('NOT_FOUND')
        expect(await listedIds(store)).toEqual([])
        failed++
      }
      await store.delete([id])
      expect(await filesBelow(folder)).toEqual([])
      if (!wasReached) break
    }
    // Open, write, flush, sync, make the place's folder, link, unlink, sync, close, and more.
    expect(failed).toBeGreaterThan(10)
  })

  it('keeps to it when nothing works from some call on, not even the cleaning', async () => {
    for (let n = 1; ; n++) {
      const folder = await temporaryFolder()
      const store = await createFolderBlobStore({ folder })
      const id = newBlobId()
      let calls = 0
      fsWatch.before = (call) => {
        if (++calls >= n) throw Object.assign(new Error(call), { code: 'EIO' })
      }
      const written = await writeZeros(store, id, 100_000).then(
        () => true,
        () => false,
      )
      fsWatch.reset()
      // What could not be taken back is whole.
      expect(await sizeRead(store, id)).toBeOneOf(written ? [100_000] : ['NOT_FOUND', 100_000])
      await store.delete([id])
      expect(await filesBelow(folder)).toEqual([])
      if (calls < n) break
    }
  })

  it('says so of every other call too', async () => {
    const folder = await temporaryFolder()
    const store = await createFolderBlobStore({ folder })
    const id = newBlobId()
    await writeZeros(store, id, mib)
    const failing = { type: 'SERVICE_UNAVAILABLE', cause: { code: 'EIO' } }
    for (let n = 1; n <= 3; n++) {
      failNth(n, 'EIO')
      const bytes = (async () => new Response(await store.read(id)).arrayBuffer())()
      await expect(bytes).rejects.toMatchObject(failing)
    }
    // The bytes, what broken writes left, and the two folders.
    for (let n = 1; n <= 4; n++) {
      failNth(n, 'EIO')
      await expect(store.delete([id])).rejects.toMatchObject(failing)
    }
    fsWatch.reset()
    await store.delete([id])
    expect(await filesBelow(folder)).toEqual([])
    fsWatch.before = () => {
      throw Object.assign(new Error('No'), { code: 'EACCES' })
    }
    const opened = createFolderBlobStore({ folder })
    await expect(opened).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
  })
})

describe('a folder', () => {
  it('syncs the bytes before they get their name, and the name before it answers', async () => {
    const folder = await temporaryFolder()
    const store = await createFolderBlobStore({ folder })
    const id = newBlobId()
    fsWatch.reset()
    await writeZeros(store, id, 1000)
    const stored = `${folder}/stored`
    const place = `${stored}/${id.slice(0, 5)}`
    const calls = fsWatch.calls.map((call) => call.replace(/\.[0-9a-f]{8}$/, ''))
    const order = [
      `open ${folder}/incoming/${id}`,
      `writev ${folder}/incoming/${id}`,
      `datasync ${folder}/incoming/${id}`,
      `mkdir ${place}`,
      `sync ${stored}`,
      `link ${place}/${id}`,
      `sync ${place}`,
    ]
    expect(calls.filter((call) => order.includes(call))).toEqual(order)
    expect(calls).toContain(`unlink ${folder}/incoming/${id}`)
  })

  it('syncs what it has deleted', async () => {
    const folder = await temporaryFolder()
    const store = await createFolderBlobStore({ folder })
    const id = newBlobId()
    await writeZeros(store, id, 1000)
    fsWatch.reset()
    await store.delete([id])
    const place = `${folder}/stored/${id.slice(0, 5)}`
    const unlinked = fsWatch.calls.indexOf(`unlink ${place}/${id}`)
    expect(unlinked).toBeGreaterThanOrEqual(0)
    expect(fsWatch.calls.indexOf(`sync ${place}`)).toBeGreaterThan(unlinked)
    expect(fsWatch.calls).toContain(`sync ${folder}/incoming`)
  })

  it('lets one sync of a folder serve many writes, but only such as it came after', async () => {
    const folder = await temporaryFolder()
    const store = await createFolderBlobStore({ folder })
    const ids = Array.from({ length: 60 }, newBlobId)
    await writeZeros(store, newBlobId(), 10)
    fsWatch.reset()
    const linked = new Set<string>()
    const covered = new Set<string>()
    fsWatch.before = async (call) => {
      if (call.startsWith('link ')) linked.add(call.slice(-36))
      if (!/^sync .*stored\/[0-9a-f]{5}$/.test(call)) return
      const before = [...linked]
      await new Promise((resolve) => setTimeout(resolve, 20))
      for (const id of before) covered.add(id)
    }
    const answeredUncovered: string[] = []
    await Promise.all(
      ids.map(async (id) => {
        await writeZeros(store, id, 100)
        if (!covered.has(id)) answeredUncovered.push(id)
      }),
    )
    expect(answeredUncovered).toEqual([])
    const syncs = fsWatch.calls.filter((call) => /^sync .*stored\/[0-9a-f]{5}$/.test(call))
    expect(syncs.length).toBeLessThan(ids.length / 2)
  })

  it('asks a source for little more than the disk has taken', async () => {
    const store = await createFolderBlobStore({ folder: await temporaryFolder() })
    const controller = new AbortController()
    const stalled = once(controller.signal, 'abort')
    let writes = 0
    let tellStalled!: () => void
    const isStalled = new Promise<void>((resolve) => (tellStalled = resolve))
    fsWatch.before = async (call) => {
      if (!call.startsWith('writev') || ++writes !== 3) return
      tellStalled()
      await stalled
    }
    let given = 0
    const source = (async function* () {
      for await (const chunk of zeros(20 * mib)) {
        given += chunk.byteLength
        yield chunk
      }
    })()
    const id = newBlobId()
    const written = store.write(id, source, { signal: never })
    await isStalled
    await whenStill(() => given)
    expect(given).toBeLessThan(5 * mib)
    controller.abort()
    await written
    expect(given).toBe(20 * mib)
  })

  it('writes what is left when the disk takes a part of a batch', async () => {
    const store = await createFolderBlobStore({ folder: await temporaryFolder() })
    const id = newBlobId()
    const sizes = [70_000, 3, 1, 50_000, 200_000]
    fsWatch.reset()
    fsWatch.writtenBytesMax = 60_001
    const source = (async function* () {
      for (const size of sizes) yield new Uint8Array(size).fill(size % 251)
    })()
    await store.write(id, source, { signal: never })
    expect(fsWatch.calls.filter((call) => call.startsWith('writev')).length).toBeGreaterThan(5)
    const bytes = new Uint8Array(await new Response(await store.read(id)).arrayBuffer())
    const expected = sizes.flatMap((size) => Array<number>(size).fill(size % 251))
    expect([...bytes]).toEqual(expected)
  })
})
