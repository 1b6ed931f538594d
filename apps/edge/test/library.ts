import { createHash, randomUUID } from 'node:crypto'
import { createClient } from '@accession/client'
import type { Client } from '@accession/client'
import { expect } from 'vitest'
import type { RunningEdge } from './start-edge.ts'

/** A client of the Worker's first user. */
export const clientOf = ({ url, user, password }: RunningEdge): Client =>
  createClient({ server: url, user, password })

/** A new item in a new library. */
export const newItem = async (client: Client): Promise<string> => {
  const name = randomUUID()
  const libraryId = await client.localLibrary.create({
    create_spec: { name, storage_backings: [{ type: 'OTHER', storage_uri: 'file:///any' }] },
  })
  return client.item.create({ create_spec: { name: 'item', library_id: libraryId } })
}

/** Opens a session, with a file to send; answers both and the address to send it to. */
export const newUpload = async (
  client: Client,
  bytes: { readonly size: number; readonly sha256?: string },
): Promise<{ itemId: string; sessionId: string; endpoint: string }> => {
  const itemId = await newItem(client)
  const sessionId = await client.updateSession.create({ create_spec: { library_item_id: itemId } })
  const { size, sha256 } = bytes
  const { upload_endpoint: endpoint } = await client.updateSessionFile.add({
    update_session_id: sessionId,
    file_spec: {
      name: 'disk.vmdk',
      source_type: 'PUSH',
      size,
      ...(sha256 && { checksum_info: { algorithm: 'SHA256', checksum: sha256 } }),
    },
  })
  expect(endpoint?.uri).toBeDefined()
  return { itemId, sessionId, endpoint: endpoint?.uri ?? '' }
}

/** Bytes that say where they are, and their digest. */
export const patternOf = (size: number): { bytes: Uint8Array<ArrayBuffer>; sha256: string } => {
  const words = Uint32Array.from(
    { length: Math.ceil(size / 4) },
    (_, index) => index * 2_654_435_761,
  )
  const bytes = new Uint8Array(words.buffer, 0, size)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** Prepares the item's file for download; answers its address. */
export const downloadUrlOf = async (client: Client, itemId: string): Promise<string> => {
  const sessionId = await client.downloadSession.create({
    create_spec: { library_item_id: itemId },
  })
  const [file] = await client.downloadSessionFile.list({ download_session_id: sessionId })
  const prepared = await client.downloadSessionFile.prepare({
    download_session_id: sessionId,
    file_name: file?.name ?? '',
  })
  return prepared.download_endpoint?.uri ?? ''
}
