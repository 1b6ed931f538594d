import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeFolders } from './make-folders.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'accession-folders-'))
})
afterAll(() => rm(root, { recursive: true }))

it('makes what is missing, and answers the first that it made', async () => {
  const path = join(root, 'a', 'b', 'c')
  expect(await makeFolders(path, 0o700)).toBe(join(root, 'a'))
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect(await makeFolders(path, 0o700)).toBeUndefined()
})

it('makes them once where several do so together', async () => {
  const path = join(root, 'shared', 'by', 'all')
  await Promise.all(Array.from({ length: 8 }, () => makeFolders(path, 0o700)))
  expect((await stat(path)).isDirectory()).toBe(true)
})

it('refuses what is in the way of it', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  await expect(makeFolders(file, 0o700)).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(makeFolders(join(file, 'a'), 0o700)).rejects.toMatchObject({ code: 'ENOTDIR' })
})

const hasProc = existsSync('/proc/self')
if (!hasProc) console.warn('Skipped: no /proc here, which takes no folder and says it is missing')

it.skipIf(!hasProc)('ends where the folder above takes none', async () => {
  await expect(makeFolders('/proc/a/b', 0o700)).rejects.toMatchObject({ code: 'ENOENT' })
})
