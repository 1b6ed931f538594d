/** Writes blobs into the folder it is given, and says what it begins and what is stored. */
import { createFolderBlobStore } from '@accession/blobs/filesystem'
import { contentOf } from './content-of.ts'
import { newBlobId } from './blob-id.ts'

const store = await createFolderBlobStore({ folder: process.argv[2] as string })
const { signal } = new AbortController()

const say = (what: string, id: string): void => {
  process.stdout.write(`${what} ${id}\n`)
}

const writeBlobs = async (): Promise<never> => {
  for (;;) {
    const id = newBlobId()
    say('begun', id)
    const content = contentOf(id)
    const chunks = (async function* () {
      for (let at = 0; at < content.byteLength; at += 5000) yield content.subarray(at, at + 5000)
    })()
    await store.write(id, chunks, { signal })
    say('stored', id)
  }
}

const writeWithoutEnd = async (): Promise<void> => {
  const id = newBlobId()
  const chunks = (async function* () {
    for (;;) {
      yield new Uint8Array(50_000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  say('begun', id)
  await store.write(id, chunks, { signal })
}

await Promise.all([
  ...Array.from({ length: 6 }, writeBlobs),
  ...Array.from({ length: 2 }, writeWithoutEnd),
])
