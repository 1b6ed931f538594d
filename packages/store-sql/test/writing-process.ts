import { insert } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import { createSqliteStore } from '../src/sqlite/create-sqlite-store.ts'

// Commits pairs of tokens, several at a time, and names each pair's user once it is acknowledged.
const [path = '', round = ''] = process.argv.slice(2)
const store = await createSqliteStore({ path })

const write = async (writer: number): Promise<void> => {
  for (let count = 0; ; count++) {
    const userId = `${round} ${writer} ${count}`
    const pair = [1, 2].map((half) => sampleRow('token', { id: `${userId} ${half}`, userId }))
    await store.commit(pair.map((row) => insert('token', row)))
    process.stdout.write(`${userId}\n`)
  }
}

await Promise.all([1, 2, 3, 4].map(write))
