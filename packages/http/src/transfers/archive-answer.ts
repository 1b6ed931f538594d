import { openArchiveDownload } from '@accession/core'
import type { Capability, World } from '@accession/core'
import type { Answer } from '../answer/answer.ts'
import { attachment } from './content-disposition.ts'

/** The archive format that an address asks for by `?format=`, if it asks for one. */
export const askedFormat = (url: string): string | undefined =>
  new URL(url).searchParams.get('format') ?? undefined

/**
 * All files of a download session as one archive. It is made while it is sent, so it has no ranges
 * and no tag; where it cannot be made to its end the connection breaks, short of the length that
 * was told.
 */
export const archiveAnswer = async (
  world: World,
  capability: Capability,
  format: string,
  method: string,
): Promise<Answer> => {
  const archive = await openArchiveDownload(world, capability, format)
  const headers = {
    'accept-ranges': 'none',
    'cache-control': 'private, no-transform',
    'content-disposition': attachment(archive.name),
    'content-length': String(archive.size),
    'content-security-policy': 'sandbox',
    'content-type': 'application/octet-stream',
  }
  return method === 'HEAD'
    ? { status: 200, headers }
    : { status: 200, headers, body: await archive.read() }
}
