import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { scale } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { startProcess } from '../../test/start-process.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqliteStore } from './create-sqlite-store.ts'

/** Lets a process write for a while, kills it, and answers what it had acknowledged. */
const acknowledgedUntilKilled = async (path: string, round: number): Promise<readonly string[]> => {
  const child = startProcess(
    new URL('../../test/writing-process.ts', import.meta.url),
    path,
    String(round),
  )
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes('\n')) await sleep(1)
  await sleep(Math.random() * 100)
  child.kill('SIGKILL')
  await once(child, 'close')
  return output.split('\n').slice(0, -1)
}

describe('a process that is killed while it writes', () => {
  it(
    'leaves everything acknowledged, and nothing by halves',
    async () => {
      const path = join(temporaryFolder(), 'catalog.sqlite')
      for (let round = 0; round < scale(3, 30); round++) {
        const users = await acknowledgedUntilKilled(path, round)
        await using store = await createSqliteStore({ path })
        using database = new DatabaseSync(path, { readOnly: true })
        const halves = database.prepare(
          'select user_id from token group by user_id having count(*) <> 2',
        )
        expect(halves.all()).toEqual([])
        expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
        for (const userId of users) {
          expect(await store.ids('token', { where: { userId }, limit: 9 }), userId).toHaveLength(2)
        }
      }
    },
    scale(60_000, 600_000),
  )
})
