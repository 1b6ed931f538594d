export type * from './entities.ts'
export { schema } from './schema.ts'
export type {
  ColumnKind,
  Index,
  ParentName,
  Table,
  TableName,
  Tables,
  UniqueKey,
} from './schema.ts'
export { tableNames, tableShapes } from './table-shape.ts'
export type { AnyRow, KeyShape, Scalar, TableShape } from './table-shape.ts'
export { compareScalars, conditionsOf, meets } from './conditions.ts'
export type { Condition } from './conditions.ts'
export { accessPath, idKey, keysOf } from './access-path.ts'
export type { AccessPath } from './access-path.ts'
export type { CatalogSnapshot, SnapshotSource } from './snapshot.ts'
export type { CommitOutcome, Query, Store, Where, WithParents } from './store.ts'
export { adjust, check, clear, insert, remove, write } from './changes.ts'
export type { Adjust, Change, Check, Clear, Insert, Remove, Write } from './changes.ts'
export type {
  ArchiveFormat,
  ArchiveLimits,
  ArchiveMember,
  FileToPack,
  PackedArchive,
} from './archive-format.ts'
export type { BlobPart, BlobParts } from './blob-parts.ts'
export { isBlobId, isRangeWithin } from './blob-arguments.ts'
export type {
  BlobPresigning,
  BlobStore,
  BlobWriteOptions,
  ByteRange,
  PresignedTime,
  StoredBlob,
} from './blob-store.ts'
export { chunksOf } from './chunks-of.ts'
export { chunksUntilAborted } from './chunks-until-aborted.ts'
export type { Clock } from './clock.ts'
export { isDisposable, letGo, markDisposable } from './disposable-chunks.ts'
export type { DigestAlgorithm, Hashing, PasswordHashing, RunningDigest } from './hashing.ts'
export type { Ids } from './ids.ts'
export type { Log, LogFields } from './log.ts'
export type { Metric } from './metric.ts'
export { metricCatalog } from './metric-catalog.ts'
export type { Asked, SweptKind, Work } from './metric-catalog.ts'
export type {
  Counter,
  Histogram,
  LabelArgument,
  LabelsOf,
  Level,
  MetricName,
  Metrics,
  NameOf,
} from './metrics.ts'
export { FetchError } from './fetcher.ts'
export type {
  Fetcher,
  FetchFailure,
  FetchRequest,
  FetchResponse,
  PinnedCertificate,
  ServerCertificate,
} from './fetcher.ts'
export { ImportError } from './import-folder.ts'
export type { ImportFile, ImportFolder } from './import-folder.ts'
export type {
  CertificateFacts,
  SignatureAlgorithm,
  Signatures,
  SignatureToCheck,
} from './signatures.ts'
export type {
  FileRole,
  ItemType,
  JudgedFile,
  Judgement,
  PublishedOwner,
  StoredFile,
} from './item-type.ts'
export type { ContentSigning, SignatureStatement, SigningFiles } from './content-signing.ts'
