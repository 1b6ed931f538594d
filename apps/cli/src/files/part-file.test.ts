import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPartFile } from './part-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-part-'))
})
afterEach(() => rm(folder, { recursive: true }))

const bytes = new TextEncoder().encode('new')

it('shows a file under its name only when it is whole', async () => {
  const writer = (await openPartFile(folder, 'a', { force: false })).getWriter()
  await writer.write(bytes)
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.part$/)])
  await writer.write(bytes)
  await writer.close()
  expect(await readdir(folder)).toEqual(['a'])
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('newnew')
})

it('leaves nothing behind when it is aborted', async () => {
  const writer = (await openPartFile(folder, 'a', { force: false })).getWriter()
  await writer.write(bytes)
  await writer.abort(new Error('enough'))
  expect(await readdir(folder)).toEqual([])
})

it('takes the place of a file only when forced to', async () => {
  await writeFile(join(folder, 'a'), 'old')
  const polite = (await openPartFile(folder, 'a', { force: false })).getWriter()
  await polite.write(bytes)
  await expect(polite.close()).rejects.toThrow('--force')
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('old')
  const forced = (await openPartFile(folder, 'a', { force: true })).getWriter()
  await forced.write(bytes)
  await forced.close()
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new')
  expect(await readdir(folder)).toEqual(['a'])
})

it('replaces a link instead of writing through it', async () => {
  const outside = join(folder, 'outside')
  await writeFile(outside, 'old')
  await symlink(outside, join(folder, 'a'))
  const writer = (await openPartFile(folder, 'a', { force: true })).getWriter()
  await writer.write(bytes)
  await writer.close()
  expect(await readFile(outside, 'utf8')).toBe('old')
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('new')
})
