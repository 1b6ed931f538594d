import type { TableName, Tables } from '../../ports/schema.ts'
import type { AnyRow } from '../../ports/table-shape.ts'

let made = 0

/** A new UUID; later ones order after earlier ones. */
export const sampleId = (): string =>
  `01990000-0000-7000-8000-${(++made).toString(16).padStart(12, '0')}`

/** A row of the table that meets no other row's unique key, but for what is given. */
export const sampleRow = <T extends TableName>(
  table: T,
  given: Partial<Tables[T]> = {},
): Tables[T] => ({ ...contents[table](), id: sampleId(), revision: 1, ...given }) as Tables[T]

/** The same for a table known only at run time. */
export const anySampleRow = (table: TableName, given: object = {}): AnyRow =>
  sampleRow(table, given) as unknown as AnyRow

type Contents = { readonly [T in TableName]: () => Omit<Tables[T], 'id' | 'revision'> }

const error = { id: 'accession.update_session.expired', args: ['a', 'b'] } as const
const checksum = { algorithm: 'SHA256', value: 'ab'.repeat(32) } as const

const session = (): Omit<Tables['downloadSession'], 'id' | 'revision'> => ({
  itemId: sampleId(),
  libraryId: sampleId(),
  userId: sampleId(),
  tokenId: sampleId(),
  state: 'ACTIVE',
  errorMessage: null,
  clientProgress: 0,
  contentVersion: 1,
  createdAt: 1_700_000_000_000,
  expiresAt: 1_700_000_300_000,
  forgetAt: null,
})

const contents: Contents = {
  user: () => ({
    name: 'Ada',
    nameKey: sampleId(),
    passwordHash: 'scrypt',
    grants: [{ role: 'admin', libraryId: null }],
    createdAt: 1,
  }),
  token: () => ({ userId: sampleId(), createdAt: 1, expiresAt: 2 }),
  setting: () => ({ value: 'secret' }),
  trustedCertificate: () => ({ certText: '-----BEGIN CERTIFICATE-----\n', createdAt: 1 }),
  clientToken: () => ({
    userId: sampleId(),
    operation: 'updateSession.create',
    token: sampleId(),
    specDigest: 'digest',
    resultId: sampleId(),
    forgetAt: 3,
  }),
  task: () => ({
    kind: 'library_migrate',
    subject: sampleId(),
    service: 'com.vmware.content.library',
    operation: 'migrate',
    description: { id: 'accession.task.pending', args: [] },
    targetType: 'com.vmware.content.Library',
    targetId: sampleId(),
    libraryId: sampleId(),
    userId: sampleId(),
    userName: 'Ada',
    status: 'RUNNING',
    isCancelable: true,
    progressCompleted: 1,
    progressTotal: 2,
    progressMessage: { id: 'accession.task.pending', args: [] },
    checkpoint: { after: 'a', files: [1, 2] },
    error: { type: 'CANCELED', message: error },
    result: { moved: 1 },
    attempts: 1,
    holder: sampleId(),
    createdAt: 1,
    startedAt: 2,
    endedAt: null,
    dueAt: 3,
    forgetAt: null,
  }),
  blob: () => ({
    state: 'STORED',
    size: 5,
    references: 1,
    dueAt: 4,
    createdAt: 1,
    sessionFileId: sampleId(),
    digest: `SHA256:${'ab'.repeat(32)}`,
    writableUntil: 1_700_000_900_000,
    place: null,
  }),
  updateSessionFile: () => ({
    sessionId: sampleId(),
    name: 'disk.vmdk',
    change: 'ADD',
    sourceType: 'PUSH',
    declaredSize: 5,
    declaredChecksum: checksum,
    status: 'WAITING_FOR_TRANSFER',
    bytesTransferred: 0,
    size: null,
    errorMessage: error,
    transferBlobId: null,
    blobId: null,
    inspection: { references: ['disk.vmdk'] },
    manifestChecksum: checksum,
    archiveId: null,
  }),
  downloadSessionFile: () => ({
    sessionId: sampleId(),
    name: 'disk.vmdk',
    status: 'UNPREPARED',
    size: 5,
    checksum,
    version: 1,
    bytesTransferred: 0,
    blobId: sampleId(),
  }),
  itemFile: () => ({
    itemId: sampleId(),
    name: 'disk.vmdk',
    version: 1,
    until: null,
    forgetAt: null,
    blobId: sampleId(),
    size: 5,
    checksum: null,
  }),
  itemChange: () => ({
    itemId: sampleId(),
    version: 1,
    userName: 'Ada',
    message: 'Created',
    createdAt: 1,
    surplus: 0,
  }),
  updateSession: () => ({
    ...session(),
    userName: 'Ada',
    warningBehavior: [{ type: 'SELF_SIGNED_CERTIFICATE', ignored: true }],
    fileCount: 0,
  }),
  downloadSession: session,
  item: () => ({
    libraryId: sampleId(),
    name: 'Ubuntu',
    nameKey: 'ubuntu',
    description: '',
    itemType: 'iso',
    itemTypeKey: 'iso',
    sourceId: null,
    version: 1,
    contentVersion: 1,
    metadataVersion: 1,
    size: 0,
    fileCount: 0,
    createdAt: 1,
    modifiedAt: 1,
    deletedAt: null,
    typeMetadata: { label: 'UBUNTU' },
    certificateVerification: { status: 'VERIFIED', chain: ['PEM'] },
  }),
  libraryUsage: () => ({
    libraryId: sampleId(),
    resourceUrn: 'urn:vmomi:vm:vm-12',
    createdAt: 1,
  }),
  library: () => ({
    name: 'Images',
    nameKey: 'images',
    description: '',
    type: 'LOCAL',
    version: 1,
    storageBackings: [{ type: 'DATASTORE', datastoreId: 'datastore-1', storageUri: null }],
    place: null,
    isScattered: false,
    options: { optimizeRemotePublishing: false },
    createdAt: 1,
    modifiedAt: 1,
    deletedAt: null,
    state: 'ACTIVE',
    stateMessage: null,
    usageCount: 0,
  }),
}
