import type { TableName, Tables } from '../../ports/schema.ts'

type NullColumn<T extends TableName> = {
  [C in keyof Tables[T]]: null extends Tables[T][C] ? C : never
}[keyof Tables[T]]

/** The columns that may be null, and no others: the compiler sees to it. */
export const nullColumns: {
  readonly [T in TableName]: { readonly [C in NullColumn<T>]: null }
} = {
  user: {},
  token: {},
  setting: {},
  trustedCertificate: {},
  clientToken: {},
  task: {
    targetType: null,
    targetId: null,
    libraryId: null,
    checkpoint: null,
    error: null,
    result: null,
    holder: null,
    startedAt: null,
    endedAt: null,
    forgetAt: null,
  },
  blob: { size: null, sessionFileId: null, digest: null, writableUntil: null, place: null },
  updateSessionFile: {
    declaredSize: null,
    declaredChecksum: null,
    size: null,
    errorMessage: null,
    transferBlobId: null,
    blobId: null,
    inspection: null,
    manifestChecksum: null,
    archiveId: null,
    sourceEndpoint: null,
  },
  downloadSessionFile: { checksum: null, blobId: null },
  itemFile: { until: null, forgetAt: null, blobId: null, checksum: null, source: null },
  itemChange: { userName: null },
  updateSession: {
    tokenId: null,
    errorMessage: null,
    warningBehavior: null,
    forgetAt: null,
    completingUser: null,
  },
  downloadSession: { tokenId: null, errorMessage: null, forgetAt: null },
  item: {
    sourceId: null,
    deletedAt: null,
    typeMetadata: null,
    certificateVerification: null,
    source: null,
    lastSyncAt: null,
  },
  libraryUsage: {},
  fetchedFile: {},
  librarySource: {
    userName: null,
    password: null,
    thumbprint: null,
    certificate: null,
    publisherId: null,
    subscriptionId: null,
    seen: null,
    lastSyncAt: null,
    lastError: null,
    begunAt: null,
    dueAt: null,
  },
  subscription: {},
  library: { place: null, deletedAt: null, stateMessage: null, publication: null },
}
