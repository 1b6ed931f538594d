const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const mebibyte = 1024 * 1024

/** Every bound of the system; past one the caller gets a declared error. Settings are in `Settings`. */
export const limits = {
  /** Bytes of a JSON body. */
  jsonBodyBytesMax: mebibyte,
  /** Arrays and objects inside each other in a JSON body. */
  jsonDepthMax: 32,
  /** Characters (code points) of a library's, an item's or a user's name. */
  nameLengthMax: 80,
  descriptionLengthMax: 2_000,
  itemTypeLengthMax: 80,
  /** Characters of ids and addresses that are only kept and given back. */
  echoedTextLengthMax: 2_048,
  /** The same where things are found by them: what an index holds is short on every engine. */
  indexedTextLengthMax: 500,
  /** Bytes of a file's name in UTF-8. */
  fileNameBytesMax: 255,
  clientErrorMessageLengthMax: 2_000,
  /** Files added or removed in one update session. */
  filesPerSessionMax: 1_000,
  filesPerItemMax: 1_000,
  /** Versions of an item that its history tells of: the newest ones. */
  changesPerItemMax: 1_000,
  /** Files that the message of a change names before it only counts the others. */
  changedFilesNamedMax: 20,
  /** Rows of an item's files read at once, those it gave up lately among them. */
  itemFileVersionsMax: 50_000,
  /** Bytes of one file: what a 64-bit offset and JavaScript's numbers allow is more. */
  fileBytesMax: 64 * 1024 ** 4,
  /** Ids that one list answers. */
  listMax: 250_000,
  librariesMax: 10_000,
  usagesPerLibraryMax: 1_000,
  trustedCertificatesMax: 1_000,
  /** Bytes of a trusted certificate in DER. */
  certificateBytesMax: 16 * 1024,
  /** Certificates that come with a signature, and those of a chain with the one that is trusted. */
  certificateChainMax: 16,
  /** Download sessions of one item that are live at once. */
  downloadSessionsPerItemMax: 1_000,
  warningBehaviorsMax: 32,

  /** A token idles out after this; its use is written at most once per quarter of it. */
  tokenIdleMs: hour,
  tokensPerUserMax: 10_000,
  grantsPerUserMax: 1_000,
  /** A right password is remembered, as a keyed hash, this long. */
  passwordRememberedMs: minute,
  passwordLengthMax: 1_024,
  /** Password hashes computed at once, and those that may wait. */
  passwordHashesAtOnce: 2,
  passwordHashesWaitingMax: 64,
  /** The wait after the first failed sign-in of a user or an address; doubles up to the last. */
  signInDelayMs: 250,
  signInDelayMaxMs: 8 * second,
  signInFailuresRememberedMs: 10 * minute,
  signInFailuresRememberedMax: 10_000,

  /** The key of the capability URLs is read again after this, sooner for a URL it does not fit. */
  capabilityKeyMs: 5 * second,
  capabilityKeyRereadMs: second,
  /** The configuration is read again after this, while anything is transferred. */
  configurationMs: 5 * second,
  /** A transfer that must wait for others to end looks this often, and gives up after so long. */
  transferTurnLookMs: 250,
  transferTurnMs: 30 * second,
  /** A transfer looks at its session, and tells of its progress, this often. */
  transferProgressMs: second,
  /** An upload without a byte for this long is cut. */
  transferIdleMs: minute,
  /** An upload slower than this over a minute is cut, bytes a second. */
  transferRateMin: 1_024,
  /** A transfer that has not told of itself for this long is taken for dead. */
  transferLeaseMs: 30 * second,
  /** An upload in parts whose client sends none for this long is taken for dead. */
  partsLeaseMs: 5 * minute,
  /** Bytes of a file that is sent straight to the file storage: S3 takes no more in one request. */
  presignedBytesMax: 5 * 1024 * mebibyte,
  /** A presigned upload may begin for this long; shown again it is renewed from half of that on. */
  presignedUploadMs: hour,
  /** One that has begun in time may take this long: until then its key is not forgotten. */
  presignedUploadTailMs: 6 * hour,
  /** A presigned download may begin for this long. */
  presignedDownloadMs: 5 * minute,
  /** Files that an operation looks up in the file storage at once. */
  arrivalsAtOnce: 16,
  /** Stored bytes that were looked at, and were right, are sent so long without another look. */
  rightBytesTrustedMs: hour,
  /** Those that were wrong are refused this long before they are looked at again. */
  wrongBytesRefusedMs: minute,
  /** Blobs of which a process remembers what it saw. */
  looksRememberedMax: 10_000,
  /** Bytes kept free when an upload is promised room. */
  spaceReserveBytes: 64 * mebibyte,

  /** Attempts of a read-decide-commit before the caller hears of too many conflicts. */
  commitAttemptsMax: 12,
  /** The first wait between attempts; doubles, with jitter. */
  commitBackoffMs: 2,
  commitBackoffMaxMs: 200,

  /** Rows that one step of the sweep takes up of each kind, unless its host says fewer. */
  sweepBatchMax: 200,
  /** A node that sweeps is taken for dead, and another one goes on, after this. */
  sweepTurnMs: 30 * second,
  /** Changes that have nothing to do with each other, and share a commit. */
  sharedCommitChangesMax: 1_000,
  /** A blob that was taken to be freed is due again after this, should that have failed. */
  freeingMs: minute,
  /** The wait between tries doubles up to this. */
  freeingMaxMs: 6 * hour,
  /** Blobs of which a process remembers in which place they are. */
  placesRememberedMax: 10_000,
  /** Files of a library that move to another place at once. */
  filesMovedAtOnce: 4,
  /** Items that wait for their uploads before they move; more, and all are looked at again. */
  itemsMovedLaterMax: 1_000,
  /** A library’s move looks again after this whether what it waits for has ended. */
  moveLooksAgainMs: 5 * second,
  /** Bytes that were moved stay where they were so long, for whoever reads them there. */
  movedBytesKeptMs: 10 * minute,
  /** `migrate` answers after this, whether or not the library is moved by then. */
  migrateAwaitedMs: 10 * second,
  /** Blobs a process remembers to have told of that it cannot delete their bytes. */
  undeletableRememberedMax: 10_000,
  /** A freed key is deleted a second time after this, should a writer taken for dead have gone on. */
  freedAgainMs: 10 * minute,

  /** A node that carries a task on is taken for dead, and another one goes on, after this. */
  taskLeaseMs: 30 * second,
  /** It tells of itself, and of how far it is, this often. */
  taskProgressMs: 2 * second,
  /** Tasks that a node carries on at once, unless its host says fewer. */
  tasksAtOnce: 4,
  /** A run lets other tasks have their turn after this, once its step has ended. */
  taskSliceMs: 30 * second,
  /** Times a task is taken up without getting on before it has failed. */
  taskAttemptsMax: 20,
  /** The wait after the first of them; doubles up to the last. */
  taskBackoffMs: second,
  taskBackoffMaxMs: 5 * minute,
  /** Tasks that one list answers. */
  tasksListedMax: 1_000,
  /** Tasks that a list may ask for by their ids. */
  tasksNamedMax: 250,

  /** What a backup copies is kept from being freed so long after its last sign of life. */
  blobHoldMs: minute,
  /** Bytes without a row are told of, and removed, once they are this old. */
  orphanGraceMs: hour,
} as const
