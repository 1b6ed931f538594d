import type { Hashing } from './hashing.ts'

/** How much an archive may hold. */
export interface ArchiveLimits {
  readonly membersMax: number
  /** Bytes of the whole archive, whatever holds it together among them. */
  readonly bytesMax: number
}

/** A file in an archive. */
export interface ArchiveMember {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** To be read once, before the next member is asked for: what is left then is passed over. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** A stored file on its way into an archive. */
export interface FileToPack {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Lower-case hex, where it is known before the bytes are read. */
  readonly sha256?: string | undefined
  read(): AsyncIterable<Uint8Array>
}

/** An archive that is to be written. */
export interface PackedArchive {
  readonly name: string
  /** Bytes of the whole. */
  readonly size: number
  /**
   * To be read once; the files are read one after the other, as theirs are asked for. Where one
   * fails, or is not what was said of it, so do these bytes, before their end.
   */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** One file that stands for all files of an item of a type. */
export interface ArchiveFormat {
  /** What it is asked for by: `ova`, which is how its files' names end as well. */
  readonly name: string
  /**
   * The members, one after the other. Memory does not grow with the archive. Throws
   * INVALID_ARGUMENT where it is not whole, holds what no item may, or more than the limits allow.
   */
  unpack(
    bytes: AsyncIterable<Uint8Array>,
    limits: ArchiveLimits,
  ): AsyncGenerator<ArchiveMember, void, undefined>
  /**
   * The files of an item as one, with digests made by `hashing`, `first` being the file that
   * stands for all of them; undefined where that is none which an archive can begin with.
   */
  pack(
    hashing: Pick<Hashing, 'digest'>,
    first: FileToPack,
    others: readonly FileToPack[],
  ): Promise<PackedArchive | undefined>
}
