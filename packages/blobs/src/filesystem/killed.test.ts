import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { filesBelow, listedIds, sizeRead, temporaryFolder } from '../../test/blob-helpers.ts'
import { contentOf } from '../../test/content-of.ts'
import { createFolderBlobStore } from './folder-blob-store.ts'

const program = fileURLToPath(new URL('../../test/write-until-killed.ts', import.meta.url))
const rounds = process.env['ACCESSION_TEST_LONG'] === '1' ? 60 : 4

/** Runs the program until it has stored so many blobs, and kills it a moment later. */
const killAfter = async (folder: string, storedCount: number, milliseconds: number) => {
  const child = spawn(
    process.execPath,
    ['--conditions=@accession/source', '--no-warnings', program, folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  let output = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += text
    if (output.split('stored ').length <= storedCount) continue
    setTimeout(() => child.kill('SIGKILL'), milliseconds)
    storedCount = Infinity
  }
  const [, signal] = (await exited) as [unknown, string]
  expect(signal).toBe('SIGKILL')
  // The last line may be cut in the middle.
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n')
  const idsAfter = (word: string) =>
    lines.flatMap((line) => (line.startsWith(word) ? [line.slice(word.length + 1)] : []))
  return { begun: idsAfter('begun'), stored: idsAfter('stored') }
}

it(
  'keeps what it answered for, and no part of anything, when it is killed',
  { timeout: 600_000 },
  async () => {
    for (let round = 0; round < rounds; round++) {
      const folder = await temporaryFolder()
      const { begun, stored } = await killAfter(folder, 20 + round * 7, round * 3)
      const store = await createFolderBlobStore({ folder })
      const listed = await listedIds(store)
      expect(listed).toEqual(expect.arrayContaining(stored))
      for (const id of listed) {
        const file = await readFile(join(folder, 'stored', id.slice(0, 5), id))
        expect(file.equals(contentOf(id))).toBe(true)
      }
      const unfinished = begun.filter((id) => !listed.includes(id))
      expect(unfinished.length).toBeGreaterThanOrEqual(2)
      for (const id of unfinished) expect(await sizeRead(store, id)).toBe('NOT_FOUND')
      expect((await readdir(join(folder, 'incoming'))).length).toBeGreaterThanOrEqual(2)

      await store.delete(unfinished)
      expect(await listedIds(store)).toEqual(listed)
      await store.delete(listed)
      expect(await filesBelow(folder)).toEqual([])
    }
  },
)
