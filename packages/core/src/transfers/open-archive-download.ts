import { holdFetchedFiles } from '../downloads/hold-fetched-files.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { FileToPack } from '../ports/archive-format.ts'
import { chunksOf } from '../ports/chunks-of.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import { followConfiguration, takePlace } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'
import { measuredDownload } from './measured-download.ts'
import { findSessionDownload, readSessionFile } from './session-download.ts'
import type { SessionDownload } from './session-download.ts'
import { streamOf } from './stream-of.ts'

/** All files of a download session as one archive, which is made as it is read. */
export interface ArchiveDownload {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** To be called once. */
  read(): Promise<ReadableStream<Uint8Array>>
}

/**
 * All files of the download session that the capability is for, as an archive of that format. The
 * capability must be that of the file which stands for all of them, an OVF descriptor:
 * INVALID_ARGUMENT where it is not, NOT_ALLOWED_IN_CURRENT_STATE where files are not here that are fetched on
 * demand. Throws as `openDownload` else.
 */
export const openArchiveDownload = async (
  world: World,
  capability: Capability,
  formatName: string,
): Promise<ArchiveDownload> => {
  await Promise.all([checkCapability(world, capability), followConfiguration(world)])
  if (capability.kind !== 'download') throw noArchive(capability.name, formatName)
  const found = await findSessionDownload(world, capability)
  if (!found) throw accessionError('accession.transfer.capability_invalid', [])
  const { file, item } = found
  const format = world.itemTypes.find(({ info }) => info.type === item.itemTypeKey)?.archive
  const isAsked = format?.name === formatName
  const files = isAsked ? await holdFetchedFiles(world, found) : []
  const others = files.filter(({ id }) => id !== file.id)
  const pack = (each: DownloadSessionFile): FileToPack => toPack(world, found, each)
  const archive = isAsked
    ? await format.pack(world.hashing, pack(file), others.map(pack))
    : undefined
  if (!archive) throw noArchive(file.name, formatName)
  const { name, size, bytes } = archive
  return {
    name,
    size,
    async read() {
      const place = await takePlace(world, name)
      return measuredDownload(world, streamOf(bytes), place)
    },
  }
}

const noArchive = (name: string, format: string): Error =>
  accessionError('accession.transfer.no_archive', [name, format])

const toPack = (world: World, of: SessionDownload, file: DownloadSessionFile): FileToPack => {
  const { name, size, checksum } = file
  return {
    name,
    size,
    sha256: checksum?.algorithm === 'SHA256' ? checksum.value : undefined,
    async *read() {
      yield* chunksOf(await readSessionFile(world, { ...of, file }))
    },
  }
}
