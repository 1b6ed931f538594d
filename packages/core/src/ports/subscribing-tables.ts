/** What every table has. */
export const key = { id: 'text', revision: 'integer' } as const

/** The tables of subscribed libraries, as the schema takes them; they stand before their libraries. */
export const subscribingTables = {
  fetchedFile: {
    columns: {
      ...key,
      libraryId: 'text',
      sourceId: 'text',
      name: 'text',
      source: 'json',
      size: 'integer',
      blobId: 'text',
    },
    unique: { name: { columns: ['libraryId', 'sourceId', 'name'] } },
    indexes: [],
    parents: { library: 'libraryId' },
  },
  librarySource: {
    columns: {
      ...key,
      libraryId: 'text',
      url: 'text',
      userName: 'text',
      password: 'text',
      thumbprint: 'text',
      certificate: 'text',
      isOnDemand: 'json',
      isAutomatic: 'json',
      publisherId: 'text',
      subscriptionId: 'text',
      seen: 'json',
      lastSyncAt: 'integer',
      lastError: 'json',
      begunAt: 'integer',
      dueAt: 'integer',
    },
    unique: { library: { columns: ['libraryId'] } },
    indexes: [{ columns: ['dueAt'] }],
    parents: { library: 'libraryId' },
  },
  subscription: {
    columns: {
      ...key,
      libraryId: 'text',
      subscribedLibraryId: 'text',
      placement: 'json',
      createdAt: 'integer',
    },
    unique: { library: { columns: ['libraryId', 'subscribedLibraryId'] } },
    indexes: [{ columns: ['subscribedLibraryId'] }],
    parents: { library: 'libraryId' },
  },
} as const
