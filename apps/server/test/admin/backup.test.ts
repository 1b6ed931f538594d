import { cp, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSqliteStore } from '@accession/store-sql/sqlite'
import { describe, expect, it } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runAdmin } from './run-admin.ts'
import { expectWhole, restoreInto, serve, serveLoad, until } from './serve-load.ts'

const signal = new AbortController().signal
const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const rounds = isLong ? 4 : 2
/** After how many steps of its progress a backup is killed. */
const kills = isLong ? [1, 2, 4, 8, 16, 32, 64] : [3]

describe('a backup', { timeout: isLong ? 600_000 : 120_000 }, () => {
  it('taken again and again while sessions go on is whole, byte for byte', async () => {
    const { data, folder, libraryId, load } = await serveLoad()
    await using admin = await createAdmin({ data })
    const taken: { copied: number; blobs: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const answered = new Map(load.answered)
      taken.push(await admin.backUp(folder, { signal }))
      await expectWhole(await restoreInto(folder), libraryId, answered)
    }
    await load.stop()
    expect(taken[0]?.copied).toBe(taken[0]?.blobs)
    expect(taken.at(-1)?.copied).toBeLessThan(taken.at(-1)?.blobs ?? 0)
    expect((await admin.verify({ signal })).findings).toEqual([])
  })

  it('that is killed leaves the one before, and goes on when it is taken again', async () => {
    const { folder, libraryId, load, variables } = await serveLoad()
    expect(await runAdmin('backUp', folder, variables, 3)).toMatchObject({ signal: 'SIGKILL' })
    const none = expect(restoreInto(folder)).rejects
    await none.toThrow('There is no complete backup')
    const first = new Map(load.answered)
    expect(await runAdmin('backUp', folder, variables)).toMatchObject({ errors: '', code: 0 })
    await until(() => load.answered.size > first.size + 8)
    for (const kill of kills)
      expect(await runAdmin('backUp', folder, variables, kill)).toMatchObject({ signal: 'SIGKILL' })
    await expectWhole(await restoreInto(folder), libraryId, first)
    const last = new Map(load.answered)
    expect(await runAdmin('backUp', folder, variables)).toMatchObject({ errors: '', code: 0 })
    await load.stop()
    await expectWhole(await restoreInto(folder), libraryId, last)
  })

  it('that is interrupted holds nothing any more, and leaves the one before', async () => {
    const { data, folder, libraryId, load } = await serveLoad()
    await load.stop()
    await using admin = await createAdmin({ data })
    const stop = new AbortController()
    const interrupted = admin.backUp(folder, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('Stopped by SIGINT')),
    })
    await expect(interrupted).rejects.toThrow('Stopped by SIGINT')
    expect((await readdir(folder)).toSorted()).toEqual(['.lock', 'blobs'])
    await admin.backUp(folder, { signal })
    await expectWhole(await restoreInto(folder), libraryId, load.answered)
    await using store = await createSqliteStore({ path: join(data, 'catalog.sqlite') })
    const holds = { where: { id: { moreThan: 'hold-' } }, limit: 9 } as const
    const left = await store.ids('setting', holds)
    expect(left.filter((id) => id.startsWith('hold-'))).toEqual([])
  })

  it('is restored also when that is killed on the way', async () => {
    const { data, folder, libraryId, load } = await serveLoad()
    await load.stop()
    await using admin = await createAdmin({ data })
    await admin.backUp(folder, { signal })
    const target = { ACCESSION_DATA: join(temporaryFolder(), 'restored') }
    expect(await runAdmin('restore', folder, target, 5)).toMatchObject({ signal: 'SIGKILL' })
    await expect(createAdmin({ data: target.ACCESSION_DATA })).rejects.toThrow('being restored')
    await expect(serve(target.ACCESSION_DATA)).rejects.toThrow('being restored')
    expect(await runAdmin('restore', folder, target)).toMatchObject({ code: 0 })
    await expectWhole(target.ACCESSION_DATA, libraryId, load.answered)
  })

  it('has its catalog and its manifest of one time, wherever it was killed', async () => {
    const { data, folder, libraryId, load } = await serveLoad()
    await load.stop()
    await using admin = await createAdmin({ data })
    await admin.backUp(folder, { signal })
    const before = await readFile(join(folder, 'manifest.json'), 'utf8')
    await cp(join(folder, 'catalog.sqlite'), join(folder, 'before.sqlite'))
    await admin.rotateKey()
    await admin.backUp(folder, { signal })
    const after = await readFile(join(folder, 'manifest.json'), 'utf8')

    // Killed once its catalog was in place: the next manifest is the right one.
    await writeFile(join(folder, 'manifest.json'), before)
    await writeFile(join(folder, 'manifest.next.json'), after)
    await expectWhole(await restoreInto(folder), libraryId, load.answered)
    await admin.backUp(folder, { signal })
    // Killed before: the manifest that stands.
    const stands = await readFile(join(folder, 'manifest.json'), 'utf8')
    await writeFile(join(folder, 'manifest.next.json'), before)
    await expectWhole(await restoreInto(folder), libraryId, load.answered)
    // A catalog that belongs to neither is none of ours.
    await cp(join(folder, 'before.sqlite'), join(folder, 'catalog.sqlite'))
    await writeFile(join(folder, 'manifest.next.json'), stands)
    await expect(restoreInto(folder)).rejects.toThrow('it has been changed')
  })

  it('is written by one at a time, and not into the data folder', async () => {
    const { data, folder, load } = await serveLoad()
    await load.stop()
    await using admin = await createAdmin({ data })
    const both = await Promise.allSettled([
      admin.backUp(folder, { signal }),
      admin.backUp(folder, { signal }),
    ])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { message: expect.stringContaining('Somebody else is at work') },
    })
    await expect(admin.backUp(data, { signal })).rejects.toThrow('is what servers use')
    const linked = temporaryFolder()
    await symlink(join(data, 'blobs'), join(linked, 'blobs'), 'junction')
    await expect(admin.backUp(linked, { signal })).rejects.toThrow('is what servers use')
  })
})
