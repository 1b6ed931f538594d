import type { ErrorType } from '../errors/error-types.ts'
import type { Entity, StoredMessage } from './entity.ts'
import type { FileSource, ItemSource } from './subscribing-entities.ts'

/*
 * What the catalog remembers, one interface a table. Times are integer milliseconds since 1970,
 * versions are counters, ids are UUIDs unless said otherwise.
 */
export type * from './entity.ts'
export type * from './subscribing-entities.ts'

/** A checksum that the client declared, or that an item's file was checked against. */
export interface Checksum {
  readonly algorithm: 'SHA1' | 'MD5' | 'SHA256' | 'SHA512'
  /** Lower-case hex. */
  readonly value: string
}

/** What a role is granted on: one library, or everything. */
export interface Grant {
  readonly role: 'admin' | 'editor' | 'viewer'
  readonly libraryId: string | null
}

export interface User extends Entity {
  readonly name: string
  /** The folded name, unique. */
  readonly nameKey: string
  readonly passwordHash: string
  readonly grants: readonly Grant[]
  readonly createdAt: number
}

/** A signed-in session. Its id is the keyed hash of the token: the token itself is never stored. */
export interface Token extends Entity {
  readonly userId: string
  readonly createdAt: number
  /** When the token idles out; raised by its use. */
  readonly expiresAt: number
}

/** A value the whole deployment shares, such as the key of the capability URLs. */
export interface Setting extends Entity {
  readonly value: string
}

/** A certificate whose signatures are trusted. Its id is the SHA-256 of its DER form, in lower-case hex. */
export interface TrustedCertificate extends Entity {
  /** PEM. */
  readonly certText: string
  readonly createdAt: number
}

/** The answer to a create that carried a client token, so that the same call is answered alike. */
export interface ClientToken extends Entity {
  readonly userId: string
  /** The operation's name in the contract, `updateSession.create`. */
  readonly operation: string
  readonly token: string
  /** SHA-256 over the canonical form of the call's arguments. */
  readonly specDigest: string
  readonly resultId: string
  readonly forgetAt: number
}

export interface StorageBacking {
  readonly type: 'DATASTORE' | 'OTHER'
  readonly datastoreId: string | null
  readonly storageUri: string | null
}

export interface Library extends Entity {
  readonly name: string
  readonly nameKey: string
  readonly description: string
  readonly type: 'LOCAL' | 'SUBSCRIBED'
  /** Moves with the library and any of its items; commutative. */
  readonly version: number
  readonly storageBackings: readonly StorageBacking[]
  /** The place that new bytes go to, by its name; null is the default one. */
  readonly place: string | null
  /** Some of its bytes may be elsewhere: a move goes on, or has not come to its end. */
  readonly isScattered: boolean
  /** What the client set and reads back: configuration, optimization, server guid, policy. */
  readonly options: LibraryOptions
  readonly createdAt: number
  readonly modifiedAt: number
  /** Set once the library is deleted; everything below is unreachable from then on. */
  readonly deletedAt: number | null
  /** In MAINTENANCE nothing in it changes, and no bytes move. */
  readonly state: LibraryState
  /** Why it is in its state, where there is something to say. */
  readonly stateMessage: StoredMessage | null
  /** Its declared usages; commutative. Deleting relies on there being none. */
  readonly usageCount: number
  /** How subscribers may read it; null where nobody has ever said so. */
  readonly publication: Publication | null
}

/** How a library is published; kept while it is not, as it was the last time. */
export interface Publication {
  readonly isPublished: boolean
  readonly authenticationMethod: 'BASIC' | 'NONE'
  /** Of the password that subscribers give; null with NONE. */
  readonly passwordHash: string | null
  /** Kept and shown: nothing is written beside a storage backing here. */
  readonly isJsonPersisted: boolean
}

export type LibraryState = 'ACTIVE' | 'MAINTENANCE'

export interface LibraryOptions {
  readonly applyLibraryUsageToItems?: boolean
  readonly optimizeRemotePublishing?: boolean
  readonly serverGuid?: string
  readonly securityPolicyId?: string
}

/** A resource elsewhere that has declared to use a library, which guards the library from deletion. */
export interface LibraryUsage extends Entity {
  readonly libraryId: string
  /** Unique among the usages of the library. */
  readonly resourceUrn: string
  readonly createdAt: number
}

export interface Item extends Entity {
  readonly libraryId: string
  readonly name: string
  /** The folded name, unique among the library's living items. */
  readonly nameKey: string
  readonly description: string
  readonly itemType: string
  readonly itemTypeKey: string
  readonly sourceId: string | null
  readonly version: number
  readonly contentVersion: number
  readonly metadataVersion: number
  /** Bytes of all its files. */
  readonly size: number
  readonly fileCount: number
  readonly createdAt: number
  readonly modifiedAt: number
  readonly deletedAt: number | null
  /** What its type knows of its content since the last change of that; null for plain files. */
  readonly typeMetadata: PlainData | null
  /** What became of the signature over its content; null where nobody has looked for one. */
  readonly certificateVerification: CertificateVerification | null
  /** Whether the bytes of all its files are here; in a local library they are. */
  readonly isCached: boolean
  /** What it was taken over from, and when; null in a local library. */
  readonly source: ItemSource | null
  readonly lastSyncAt: number | null
}

/** An object that is nothing but data: what JSON gives back as it was. */
export interface PlainData {
  readonly [name: string]: unknown
}

export interface CertificateVerification {
  readonly status:
    | 'NOT_AVAILABLE'
    | 'VERIFIED'
    | 'INTERNAL'
    | 'VERIFICATION_FAILURE'
    | 'VERIFICATION_IN_PROGRESS'
    | 'UNTRUSTED'
  /** PEM, the certificate that signed first. */
  readonly chain: readonly string[]
}

/**
 * A file of an item, from the content version that brought it (`version`) until the one that took
 * it away (`until`). A row taken away stays until `forgetAt`, so that sessions begun before still
 * show the item as it was.
 */
export interface ItemFile extends Entity {
  readonly itemId: string
  readonly name: string
  readonly version: number
  readonly until: number | null
  readonly forgetAt: number | null
  /** Where the bytes are; null once they were let go, and while they are not fetched. */
  readonly blobId: string | null
  readonly size: number
  readonly checksum: Checksum | null
  /** Where they are from; null in a local library. */
  readonly source: FileSource | null
}

/**
 * Who brought a version of an item, when, and what was done. Its id is made of the item's id and the
 * version, so that what outlives its use is found by counting.
 */
export interface ItemChange extends Entity {
  readonly itemId: string
  readonly version: number
  /** Null where nobody asked for the change. */
  readonly userName: string | null
  /** The first line says it in short. */
  readonly message: string
  readonly createdAt: number
  /** 1 once the item has had `limits.changesPerItemMax` newer ones: then it may go. */
  readonly surplus: number
}

/** Where a file is pulled from; its address may hold secrets, so it is shown to the session's readers alone. */
export interface SourceEndpoint {
  readonly uri: string
  /** SHA-256 or SHA-1 of the certificate that is met there, as its client wrote it. */
  readonly thumbprint: string | null
  /** PEM. */
  readonly certificate: string | null
}

export type UpdateSessionState = 'ACTIVE' | 'DONE' | 'ERROR' | 'CANCELED'

/** How a client wants a warning of the preview to be treated. */
export interface WarningBehavior {
  readonly type: string
  readonly ignored: boolean
}

export interface UpdateSession extends Entity {
  readonly itemId: string
  readonly libraryId: string
  readonly userId: string
  /** The name of the user, for messages about the session. */
  readonly userName: string
  /** The token that created it, kept alive by the session's transfers. */
  readonly tokenId: string | null
  readonly state: UpdateSessionState
  readonly errorMessage: StoredMessage | null
  readonly clientProgress: number
  readonly warningBehavior: readonly WarningBehavior[] | null
  /** The item's content version when the session began. */
  readonly contentVersion: number
  readonly fileCount: number
  readonly createdAt: number
  /** Never expired earlier than this; raised by activity. */
  readonly expiresAt: number
  /** When an ended session is forgotten; null while it is ACTIVE. */
  readonly forgetAt: number | null
  /** Who has asked to complete it once its last pull is in; null where nobody has. */
  readonly completingUser: string | null
}

export type TransferStatus =
  | 'WAITING_FOR_TRANSFER'
  | 'TRANSFERRING'
  | 'VALIDATING'
  | 'READY'
  | 'ERROR'

/**
 * A change to one file of the item, made by a session: its new bytes, or its removal. The row is
 * one attempt: adding the file again removes it and inserts another, so its id, which is part of
 * the upload URL, says whether an upload is still wanted.
 */
export interface UpdateSessionFile extends Entity {
  readonly sessionId: string
  readonly name: string
  readonly change: 'ADD' | 'REMOVE'
  readonly sourceType: 'NONE' | 'PUSH' | 'PULL'
  readonly declaredSize: number | null
  readonly declaredChecksum: Checksum | null
  readonly status: TransferStatus
  readonly bytesTransferred: number
  /** Bytes received, once READY. */
  readonly size: number | null
  readonly errorMessage: StoredMessage | null
  /** The blob that the newest transfer writes; a transfer whose blob is not named here is unwanted. */
  readonly transferBlobId: string | null
  /** The received bytes, once READY and until the session ends. */
  readonly blobId: string | null
  /** What the item's type has read in the received bytes; null where it reads nothing. */
  readonly inspection: PlainData | null
  /** The digest of the received bytes in the manifest's algorithm; null while nobody has asked for it. */
  readonly manifestChecksum: Checksum | null
  /**
   * The row of the archive that the file came in as a member: its own, for an archive of which an upload has
   * begun. Null for what comes alone.
   */
  readonly archiveId: string | null
  /** Where a PULL fetches it from. */
  readonly sourceEndpoint: SourceEndpoint | null
  /** How its name ends, which finds the few among many that its item's type reads. */
  readonly nameEnding: string
}

export type DownloadSessionState = 'ACTIVE' | 'CANCELED' | 'ERROR'

export interface DownloadSession extends Entity {
  readonly itemId: string
  readonly libraryId: string
  readonly userId: string
  readonly tokenId: string | null
  readonly state: DownloadSessionState
  readonly errorMessage: StoredMessage | null
  readonly clientProgress: number
  readonly contentVersion: number
  readonly createdAt: number
  readonly expiresAt: number
  readonly forgetAt: number | null
}

/** A file as a download session shows it; the session holds a reference to its bytes. */
export interface DownloadSessionFile extends Entity {
  readonly sessionId: string
  readonly name: string
  /** PREPARING: its bytes are fetched from the publisher of its library. */
  readonly status: 'UNPREPARED' | 'PREPARING' | 'PREPARED'
  readonly size: number
  readonly checksum: Checksum | null
  readonly version: number
  readonly bytesTransferred: number
  /** Null once the session has ended and let the bytes go. */
  readonly blobId: string | null
}

export type TaskStatus = 'PENDING' | 'RUNNING' | 'BLOCKED' | 'SUCCEEDED' | 'FAILED'

/** An error kept with a row: its type and its first message. */
export interface StoredError {
  readonly type: ErrorType
  readonly message: StoredMessage
}

/**
 * Work that goes on beyond the call that began it, in bounded steps, on whatever node takes it up.
 * It is live until `endedAt`; until then `dueAt` says from when on somebody may take it up: while a
 * node has it that is its lease, raised as long as that node lives.
 */
export interface Task extends Entity {
  /** Which steps carry it on: a name in `taskKinds`. */
  readonly kind: string
  /** No two live tasks of a kind share it: what one alone may work at; else the task's own id. */
  readonly subject: string
  /** The vAPI names of the operation that began it. */
  readonly service: string
  readonly operation: string
  readonly description: StoredMessage
  /** What it works on: `com.vmware.content.Library` and an id. */
  readonly targetType: string | null
  readonly targetId: string | null
  /** The library whose administrators may see and cancel it. */
  readonly libraryId: string | null
  readonly userId: string
  readonly userName: string
  readonly status: TaskStatus
  readonly isCancelable: boolean
  readonly progressCompleted: number
  readonly progressTotal: number
  readonly progressMessage: StoredMessage
  /** Where its next step goes on: plain data that its kind alone reads. */
  readonly checkpoint: unknown
  readonly error: StoredError | null
  readonly result: unknown
  /** How often it was taken up since it last got on. */
  readonly attempts: number
  /** The run that has it; another one takes it up once that is late. */
  readonly holder: string | null
  readonly createdAt: number
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly dueAt: number
  /** When an ended task is forgotten; null while it is live. */
  readonly forgetAt: number | null
}

export type BlobState = 'RECEIVING' | 'STORED' | 'FREEING'

/**
 * The bytes under an immutable key (its id). The row exists before the first byte and goes after
 * the last. RECEIVING: `dueAt` is the lease of the transfer that writes it. STORED: `references`
 * counts the item, session and download rows that name it; at none it is freed from `dueAt` on.
 */
export interface Blob extends Entity {
  readonly state: BlobState
  readonly size: number | null
  readonly references: number
  readonly dueAt: number
  readonly createdAt: number
  /** The session file whose transfer writes it. */
  readonly sessionFileId: string | null
  /** What the stored bytes are checked against: `ALGORITHM:hex`. Null while none is known. */
  readonly digest: string | null
  /**
   * Until when somebody outside may write the key, by a presigned URL; null where nobody may. Its row
   * goes only afterwards, so that bytes which arrive late are deleted too.
   */
  readonly writableUntil: number | null
  /** The place that the bytes are in, by its name; null is the default one. It never changes. */
  readonly place: string | null
}
