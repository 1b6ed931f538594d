/** Writes blobs into the bucket that its environment names, and says what begins and is stored. */
import { createS3BlobStore, parseS3Url } from '@accession/blobs/s3-node'
import { newBlobId } from './blob-id.ts'
import { zeros } from './blob-helpers.ts'

const store = createS3BlobStore(parseS3Url(process.argv[2] as string, process.env))
const { signal } = new AbortController()

const say = (what: string, id: string): void => {
  process.stdout.write(`${what} ${id}\n`)
}

const writeBlobs = async (size: number): Promise<never> => {
  for (;;) {
    const id = newBlobId()
    say('begun', id)
    await store.write(id, zeros(size), { signal })
    say('stored', id)
  }
}

await Promise.all([writeBlobs(1000), writeBlobs(50_000), writeBlobs(7_000_000)])
