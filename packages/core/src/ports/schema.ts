import type {
  Blob,
  ClientToken,
  DownloadSession,
  DownloadSessionFile,
  FetchedFile,
  Item,
  ItemChange,
  ItemFile,
  Library,
  LibrarySource,
  LibraryUsage,
  Setting,
  Subscription,
  Task,
  Token,
  TrustedCertificate,
  UpdateSession,
  UpdateSessionFile,
  User,
} from './entities.ts'
import { key, subscribingTables } from './subscribing-tables.ts'

/** The tables of the catalog and the entity each row is. */
export interface Tables {
  user: User
  token: Token
  setting: Setting
  trustedCertificate: TrustedCertificate
  clientToken: ClientToken
  task: Task
  blob: Blob
  updateSessionFile: UpdateSessionFile
  downloadSessionFile: DownloadSessionFile
  itemFile: ItemFile
  itemChange: ItemChange
  updateSession: UpdateSession
  downloadSession: DownloadSession
  item: Item
  libraryUsage: LibraryUsage
  fetchedFile: FetchedFile
  librarySource: LibrarySource
  subscription: Subscription
  library: Library
}

export type TableName = keyof Tables

/** How a column is kept: `json` is any value of plain data, compared by nothing. */
export type ColumnKind = 'text' | 'integer' | 'json'

type Scalar = string | number | null

/** A key that no two rows share, perhaps only among the rows with these values. */
export interface UniqueKey<T extends TableName = TableName> {
  readonly columns: readonly (keyof Tables[T] & string)[]
  readonly where?: { readonly [C in keyof Tables[T]]?: Scalar }
}

/** A way rows are found besides their id: equality on all columns but the last, which may range. */
export interface Index<T extends TableName = TableName> {
  readonly columns: readonly (keyof Tables[T] & string)[]
  readonly where?: { readonly [C in keyof Tables[T]]?: Scalar }
}

/** The row above, by the column that names it. */
type Parents<T extends TableName> = { readonly [P in TableName]?: keyof Tables[T] & string }

export interface Table<T extends TableName = TableName> {
  readonly columns: { readonly [C in keyof Tables[T] & string]: ColumnKind }
  readonly unique: { readonly [key: string]: UniqueKey<T> }
  readonly indexes: readonly Index<T>[]
  readonly parents: Parents<T>
}

/**
 * The catalog's shape, which every store keeps. Tables stand in the order in which a commit locks
 * their rows: children before parents. A store finds rows by id, by a unique key or by an index
 * named here, never by reading a table through.
 */
export const schema = {
  user: {
    columns: {
      ...key,
      name: 'text',
      nameKey: 'text',
      passwordHash: 'text',
      grants: 'json',
      createdAt: 'integer',
    },
    unique: { name: { columns: ['nameKey'] } },
    indexes: [],
    parents: {},
  },
  token: {
    columns: { ...key, userId: 'text', createdAt: 'integer', expiresAt: 'integer' },
    unique: {},
    indexes: [{ columns: ['userId'] }, { columns: ['expiresAt'] }],
    parents: { user: 'userId' },
  },
  setting: {
    columns: { ...key, value: 'text' },
    unique: {},
    indexes: [],
    parents: {},
  },
  trustedCertificate: {
    columns: { ...key, certText: 'text', createdAt: 'integer' },
    unique: {},
    indexes: [],
    parents: {},
  },
  clientToken: {
    columns: {
      ...key,
      userId: 'text',
      operation: 'text',
      token: 'text',
      specDigest: 'text',
      resultId: 'text',
      forgetAt: 'integer',
    },
    unique: { call: { columns: ['userId', 'operation', 'token'] } },
    indexes: [{ columns: ['forgetAt'] }],
    parents: {},
  },
  task: {
    columns: {
      ...key,
      kind: 'text',
      subject: 'text',
      service: 'text',
      operation: 'text',
      description: 'json',
      targetType: 'text',
      targetId: 'text',
      libraryId: 'text',
      userId: 'text',
      userName: 'text',
      status: 'text',
      isCancelable: 'json',
      progressCompleted: 'integer',
      progressTotal: 'integer',
      progressMessage: 'json',
      checkpoint: 'json',
      error: 'json',
      result: 'json',
      attempts: 'integer',
      holder: 'text',
      createdAt: 'integer',
      startedAt: 'integer',
      endedAt: 'integer',
      dueAt: 'integer',
      forgetAt: 'integer',
    },
    unique: { live: { columns: ['kind', 'subject'], where: { endedAt: null } } },
    indexes: [
      { columns: ['kind', 'dueAt'], where: { endedAt: null } },
      { columns: ['userId', 'id'] },
      { columns: ['libraryId', 'id'] },
      { columns: ['forgetAt'] },
    ],
    parents: {},
  },
  blob: {
    columns: {
      ...key,
      state: 'text',
      size: 'integer',
      references: 'integer',
      dueAt: 'integer',
      createdAt: 'integer',
      sessionFileId: 'text',
      digest: 'text',
      writableUntil: 'integer',
      place: 'text',
    },
    unique: {},
    indexes: [{ columns: ['dueAt'], where: { references: 0 } }],
    parents: {},
  },
  updateSessionFile: {
    columns: {
      ...key,
      sessionId: 'text',
      name: 'text',
      change: 'text',
      sourceType: 'text',
      declaredSize: 'integer',
      declaredChecksum: 'json',
      status: 'text',
      bytesTransferred: 'integer',
      size: 'integer',
      errorMessage: 'json',
      transferBlobId: 'text',
      blobId: 'text',
      inspection: 'json',
      manifestChecksum: 'json',
      archiveId: 'text',
      sourceEndpoint: 'json',
      nameEnding: 'text',
    },
    unique: { name: { columns: ['sessionId', 'name'] } },
    indexes: [{ columns: ['sessionId', 'nameEnding'] }],
    parents: { updateSession: 'sessionId' },
  },
  downloadSessionFile: {
    columns: {
      ...key,
      sessionId: 'text',
      name: 'text',
      status: 'text',
      size: 'integer',
      checksum: 'json',
      version: 'integer',
      bytesTransferred: 'integer',
      blobId: 'text',
    },
    unique: { name: { columns: ['sessionId', 'name'] } },
    indexes: [],
    parents: { downloadSession: 'sessionId' },
  },
  itemFile: {
    columns: {
      ...key,
      itemId: 'text',
      name: 'text',
      version: 'integer',
      until: 'integer',
      forgetAt: 'integer',
      blobId: 'text',
      size: 'integer',
      checksum: 'json',
      source: 'json',
    },
    unique: { name: { columns: ['itemId', 'name'], where: { until: null } } },
    indexes: [{ columns: ['itemId', 'version'] }, { columns: ['forgetAt'] }],
    parents: { item: 'itemId' },
  },
  itemChange: {
    columns: {
      ...key,
      itemId: 'text',
      version: 'integer',
      userName: 'text',
      message: 'text',
      createdAt: 'integer',
      surplus: 'integer',
    },
    unique: {},
    indexes: [
      { columns: ['itemId', 'version'] },
      { columns: ['createdAt'], where: { surplus: 1 } },
    ],
    parents: { item: 'itemId' },
  },
  updateSession: {
    columns: {
      ...key,
      itemId: 'text',
      libraryId: 'text',
      userId: 'text',
      userName: 'text',
      tokenId: 'text',
      state: 'text',
      errorMessage: 'json',
      clientProgress: 'integer',
      warningBehavior: 'json',
      contentVersion: 'integer',
      fileCount: 'integer',
      createdAt: 'integer',
      expiresAt: 'integer',
      forgetAt: 'integer',
      completingUser: 'text',
    },
    unique: { active: { columns: ['itemId'], where: { state: 'ACTIVE' } } },
    indexes: [
      // First, as the way for both: a user may own every session there is, an item has few.
      { columns: ['itemId', 'id'] },
      { columns: ['userId', 'id'] },
      { columns: ['expiresAt'], where: { state: 'ACTIVE' } },
      { columns: ['forgetAt'] },
    ],
    parents: { item: 'itemId', library: 'libraryId' },
  },
  downloadSession: {
    columns: {
      ...key,
      itemId: 'text',
      libraryId: 'text',
      userId: 'text',
      tokenId: 'text',
      state: 'text',
      errorMessage: 'json',
      clientProgress: 'integer',
      contentVersion: 'integer',
      createdAt: 'integer',
      expiresAt: 'integer',
      forgetAt: 'integer',
    },
    unique: {},
    indexes: [
      // First, as the way for both: a user may own every session there is, an item has few.
      { columns: ['itemId', 'id'] },
      { columns: ['userId', 'id'] },
      { columns: ['expiresAt'], where: { state: 'ACTIVE' } },
      { columns: ['forgetAt'] },
    ],
    parents: { item: 'itemId', library: 'libraryId' },
  },
  item: {
    columns: {
      ...key,
      libraryId: 'text',
      name: 'text',
      nameKey: 'text',
      description: 'text',
      itemType: 'text',
      itemTypeKey: 'text',
      sourceId: 'text',
      version: 'integer',
      contentVersion: 'integer',
      metadataVersion: 'integer',
      size: 'integer',
      fileCount: 'integer',
      createdAt: 'integer',
      modifiedAt: 'integer',
      deletedAt: 'integer',
      typeMetadata: 'json',
      certificateVerification: 'json',
      isCached: 'json',
      source: 'json',
      lastSyncAt: 'integer',
    },
    unique: { name: { columns: ['libraryId', 'nameKey'], where: { deletedAt: null } } },
    indexes: [
      { columns: ['libraryId', 'id'] },
      { columns: ['nameKey'] },
      { columns: ['itemTypeKey'] },
      { columns: ['sourceId'] },
      { columns: ['libraryId', 'sourceId'] },
      { columns: ['deletedAt', 'id'] },
    ],
    parents: { library: 'libraryId' },
  },
  libraryUsage: {
    columns: { ...key, libraryId: 'text', resourceUrn: 'text', createdAt: 'integer' },
    unique: { resource: { columns: ['libraryId', 'resourceUrn'] } },
    indexes: [],
    parents: { library: 'libraryId' },
  },
  ...subscribingTables,
  library: {
    columns: {
      ...key,
      name: 'text',
      nameKey: 'text',
      description: 'text',
      type: 'text',
      version: 'integer',
      storageBackings: 'json',
      options: 'json',
      createdAt: 'integer',
      modifiedAt: 'integer',
      deletedAt: 'integer',
      state: 'text',
      stateMessage: 'json',
      usageCount: 'integer',
      place: 'text',
      isScattered: 'json',
      publication: 'json',
    },
    unique: {},
    indexes: [{ columns: ['nameKey'] }, { columns: ['deletedAt', 'id'] }],
    parents: {},
  },
} as const satisfies { readonly [T in TableName]: Table<T> }

/** The parents of a table as a type: `'item' | 'library'` for an update session. */
export type ParentName<T extends TableName> = keyof (typeof schema)[T]['parents'] & TableName
