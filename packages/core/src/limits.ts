const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
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
  /** Files in one update session that the type of its item reads as a whole: packages have three. */
  filesReadPerSessionMax: 16,
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
  subscriptionsPerLibraryMax: 1_000,
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

  /** The clocks of nodes differ by less. */
  clockSkewMs: minute,

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

  /** Items, and files of theirs, that are read at once to list a published library. */
  publishedItemsReadMax: 100,
  publishedFilesReadMax: 5_000,
  /** Bytes of such a list that are held in memory; a longer one is made anew for whoever asks. */
  publishedListBytesMax: 32 * mebibyte,
  /** Bytes of all the lists that a process remembers. */
  publishedListsBytesMax: 64 * mebibyte,
  /** Times a list is read to find its library unchanged meanwhile. */
  publishedListAttemptsMax: 3,
  /** Bytes that a published item gave up can still be read so long, by who has read of them before. */
  publishedBytesKeptMs: 2 * hour,

  /** Bytes of a document of a published library, and items in it. */
  publisherDocumentBytesMax: 32 * mebibyte,
  itemsSynchronizedMax: 50_000,
  /** Characters of the ids that publishers give, and of versions and etags. */
  publisherIdLengthMax: 128,
  publisherVersionLengthMax: 256,
  /** Addresses of a file that are looked at. */
  hrefsPerFileMax: 8,
  /** A document of a publisher is asked for so often before its library is not synchronized. */
  publisherAttemptsMax: 3,
  /** A file that breaks off is gone on with so often without getting on by so many bytes in between. */
  fetchResumesMax: 5,
  fetchResumedBytesMin: mebibyte,
  /** The wait before that; doubles up to the last. */
  fetchBackoffMs: second,
  fetchBackoffMaxMs: 30 * second,
  /** A synchronization goes on without a file that it was held up by so often, as others come from its publisher. */
  syncAttemptsOfFile: 5,
  /** Files of an item that are fetched at once. */
  filesFetchedAtOnce: 4,
  /** Items that a step of a synchronization looks at. */
  itemsLookedAtOnce: 200,
  /** Items of them that it takes over, should they differ. */
  itemsTakenOverAtOnce: 10,
  /** A publisher, or where a file may be pulled from, has to answer within this while somebody waits. */
  probeMs: 20 * second,
  /** Items that were not taken over and are named; the others are counted. */
  failedItemsNamedMax: 20,
  /** Those of them whose reasons the error of the synchronization tells. */
  failedItemsToldMax: 5,
  /** A synchronization begins anew so often because the publisher changes meanwhile. */
  syncRestartsMax: 3,
  /** Lists of publishers’ items that a process keeps between steps. */
  publisherListsRememberedMax: 4,

  /** Characters of an address to fetch from. */
  fetchUrlLengthMax: 4_096,
  /** Finding, connecting to and greeting a server elsewhere takes this long at most. */
  fetchConnectMs: 15 * second,
  /** From then on its headers must be there, whole, within this. */
  fetchHeadersMs: minute,
  /** Bytes of the headers of an answer. */
  fetchHeaderBytesMax: 32 * 1024,
  /** A body without a byte for this long is given up. */
  fetchIdleMs: minute,
  fetchRedirectsMax: 5,
  /** Addresses of a host that are tried. */
  fetchAddressesMax: 8,

  /** Files that a node pulls at once, unless the configuration says fewer. */
  pullsAtOnce: 16,
  /** A pull lets others have their turn after this, once it can be taken up where it stands. */
  pullSliceMs: 10 * minute,
  /** Bytes that begin to come as its turn is over still come this long. */
  pullMomentMs: 5 * second,
  /** What is pulled or synchronized is kept in so many segments while it is under way, each of these bytes at least. */
  pullSegments: 32,
  pullSegmentBytesMin: mebibyte,
  /** Bytes of a segment where nobody said how large the file is. */
  pullSegmentBytes: 64 * mebibyte,
  /** Segments where a pull breaks off often, or others have their turn. */
  pullSegmentsMax: 1_000,
  /** Those of all files that one synchronization has under way. */
  syncSegmentsMax: 4_000,
  /** A segment is written within this. */
  pullSegmentMs: hour,
  /** Segments, and the session that waits for them, are kept so long for a pull that was left. */
  pullKeptMs: 7 * day,
  /** Tries one after the other that get on by less than a segment's least bytes before a pull has failed. */
  pullTriesMax: 10,
  /** The wait after the first of them; doubles up to the last. */
  pullBackoffMs: second,
  pullBackoffMaxMs: minute,
  /** A pull that cannot go on for now, for the library or its turn, looks again after this. */
  pullLooksAgainMs: 5 * second,

  /** What a backup copies is kept from being freed so long after its last sign of life. */
  blobHoldMs: minute,
  /** Bytes without a row are told of, and removed, once they are this old. */
  orphanGraceMs: hour,
} as const
