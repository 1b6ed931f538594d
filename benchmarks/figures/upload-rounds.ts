import { createHash } from 'node:crypto'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openConnection } from '../load/connection.ts'
import { headOf } from '../load/heads.ts'
import { uploadBytes } from '../load/run-job.ts'
import { addFile, createSession, endSession, targetOf, uploadHead } from '../load/session-calls.ts'
import type { Sample } from '../run/figure.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import type { NodeProgram } from '../servers/node-program.ts'
import type { ServerProcess } from '../servers/server-process.ts'
import { sampleOf } from './context.ts'
import type { Context } from './context.ts'

/** So many files of so many bytes, all at once. */
export interface Batch {
  readonly files: number
  readonly size: number
  /** Where each is an OVA: the bytes of its disk. */
  readonly diskBytes?: number
}

const megabytes = ({ size }: Batch): number => size / 1e6

/** What the sent bytes digest to. */
export const sha256Of = (size: number): string => {
  const hash = createHash('sha256')
  for (let left = size; left > 0; left -= uploadBytes.byteLength)
    hash.update(left < uploadBytes.byteLength ? uploadBytes.subarray(0, left) : uploadBytes)
  return hash.digest('hex')
}

/** Lets the disk finish what others have left it to do, lest the next one pays for it. */
export const settle = async (folder: string): Promise<void> => {
  const root = await open(folder, 'r')
  await root.sync()
  await root.close()
}

/** Uploads into a session of an item, which is cancelled and deleted when the clock has stopped. */
export const uploadToLibrary =
  (
    { load, folder }: Context,
    server: LibraryServer,
    itemId: string,
    batch: Batch,
    sha256?: string,
  ): (() => Promise<Sample>) =>
  async () => {
    const { origin, token } = server
    const connection = await openConnection(origin)
    const sessionId = await createSession(connection, token, itemId)
    const heads: string[] = []
    for (let file = 0; file < batch.files; file++) {
      const ending = batch.diskBytes === undefined ? 'vmdk' : 'ova'
      const spec = { name: `disk-${file}.${ending}`, size: batch.size, sha256 }
      heads.push(uploadHead(await addFile(connection, token, sessionId, spec), token, batch.size))
    }
    await settle(folder)
    const sample = await sampleOf(
      server,
      () =>
        load.run({
          kind: 'uploads',
          origin,
          connections: batch.files,
          heads,
          size: batch.diskBytes ?? batch.size,
          isArchive: batch.diskBytes !== undefined,
          status: 200,
        }),
      megabytes(batch),
    )
    await endSession(connection, token, sessionId, 'cancel')
    await endSession(connection, token, sessionId, 'delete')
    connection.close()
    return sample
  }

/** Pipes into files of a folder, which are removed before the next time. */
export const uploadToBare =
  (
    { load, folder }: Context,
    server: NodeProgram,
    bareFolder: string,
    batch: Batch,
  ): (() => Promise<Sample>) =>
  async () => {
    for (const name of await readdir(bareFolder)) await rm(join(bareFolder, name))
    await settle(folder)
    const heads = Array.from({ length: batch.files }, (_, file) =>
      headOf('PUT', `/files/upload-${file}`, { 'content-length': batch.size }),
    )
    const job = {
      kind: 'uploads',
      origin: server.origin,
      connections: Math.min(batch.files, 32),
      heads,
      size: batch.size,
      status: 200,
    } as const
    return sampleOf(server, () => load.run(job), megabytes(batch))
  }

/** Uploads by the tus protocol; each is created before the clock starts, and ended after it. */
export const uploadToTusd =
  (
    { load, folder }: Context,
    server: ServerProcess & { readonly origin: string },
    batch: Batch,
  ): (() => Promise<Sample>) =>
  async () => {
    const connection = await openConnection(server.origin)
    const version = { 'tus-resumable': '1.0.0' }
    const targets: string[] = []
    for (let file = 0; file < batch.files; file++) {
      const fields = { ...version, 'upload-length': batch.size, 'content-length': 0 }
      const { head } = await connection.exchange(headOf('POST', '/files/', fields))
      targets.push(targetOf(/\r\nlocation: *(\S+)/i.exec(head)?.[1] ?? ''))
    }
    const heads = targets.map((target) =>
      headOf('PATCH', target, {
        ...version,
        'upload-offset': 0,
        'content-type': 'application/offset+octet-stream',
        'content-length': batch.size,
      }),
    )
    await settle(folder)
    const job = {
      kind: 'uploads',
      origin: server.origin,
      connections: Math.min(batch.files, 32),
      heads,
      size: batch.size,
      status: 204,
    } as const
    const sample = await sampleOf(server, () => load.run(job), megabytes(batch))
    for (const target of targets) await connection.exchange(headOf('DELETE', target, version))
    connection.close()
    return sample
  }
