import type { TypeInfo } from '../contract/type.ts'
import type { ArchiveFormat } from './archive-format.ts'
import type { ByteRange } from './blob-store.ts'
import type { ContentSigning } from './content-signing.ts'
import type { Checksum, PlainData, StoredMessage } from './entities.ts'

/** What a file is to the type of its item, by its name alone. */
export interface FileRole {
  /** False for what is checked and then not listed: manifests, certificates, archives. */
  readonly isKept: boolean
  /** Whether the type reads it once it is stored. */
  readonly isInspected: boolean
  /** Its members become files of the item. */
  readonly isArchive: boolean
  /** Whether another file may say what its digest must be. */
  readonly isInManifest: boolean
  /** Endings of names, as in `ItemType.endings`, of the files before which it must be added. */
  readonly precedes?: readonly string[]
  /** Bytes after which it is refused, where the type reads the whole of it. */
  readonly bytesMax?: number
}

/** A file whose bytes are stored. */
export interface StoredFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly read: (range?: ByteRange) => Promise<ReadableStream<Uint8Array>>
}

/** A file of the item as it would be. */
export interface JudgedFile {
  readonly name: string
  /** Bytes; null while they have not come. */
  readonly size: number | null
  /** Brought by the session; a file that the item has already is not read again. */
  readonly isNew: boolean
  readonly inspection: PlainData | null
  /** Digests of its bytes that are known to be right. */
  readonly digests: readonly Checksum[]
}

/** What a type thinks of an item as it would be. */
export interface Judgement {
  /** Names of files that must be there and are not. */
  readonly missing: readonly string[]
  readonly invalid: readonly { readonly name: string; readonly message: StoredMessage }[]
  /** Files whose bytes have come, and whose digests must be known before the judgement is final. */
  readonly toDigest: readonly { readonly name: string; readonly algorithm: Checksum['algorithm'] }[]
  /** What is kept with the item; null where there is nothing to say. */
  readonly metadata: PlainData | null
}

/** Whose metadata is published; ids as VCSP writes them: `urn:uuid:…`. */
export interface PublishedOwner {
  readonly itemId: string
  readonly libraryId: string
  /** Grows with the metadata. */
  readonly version: string
}

/** What the server knows of the items of a type. It judges; storing, waiting and refusing are its caller's. */
export interface ItemType {
  /** As `content.type.list` shows it. */
  readonly info: TypeInfo
  /** Not set where content of the type is never signed. */
  readonly signing?: ContentSigning
  roleOf(fileName: string): FileRole
  /** How names end, in lower case from the last dot on (`.mf`), by which a few files are found among many. */
  readonly endings: {
    /** Of files that are read as a whole: whose role has a `bytesMax`. */
    readonly readWhole: readonly string[]
    /** Of those among them that `expectedDigest` learns something from. */
    readonly manifest: readonly string[]
  }
  /** What archives of its files are, where there are any. */
  readonly archive?: ArchiveFormat
  /** What a stored file says of itself; throws an `AccessionError` where it is not what its name says. */
  inspect(file: StoredFile): Promise<PlainData>
  /** What a file's digest must be, by what the manifests that are there say. */
  expectedDigest(
    fileName: string,
    there: readonly Pick<JudgedFile, 'name' | 'inspection'>[],
  ): Checksum | undefined
  /** Judges the item as it would be; `before` is what was kept with it the last time. */
  judge(files: readonly JudgedFile[], before: PlainData | null): Judgement
  /** The text of `type-metadata` in VCSP, of what was kept with an item; undefined where there is none. */
  publishedText(kept: PlainData, owner: PublishedOwner): string | undefined
}
