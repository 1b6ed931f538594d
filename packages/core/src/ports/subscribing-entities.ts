import type { Entity, StoredMessage } from './entity.ts'

/** What a subscribed library follows, and what it saw of that; beside its row, for not every look needs it. */
export interface LibrarySource extends Entity {
  /** Unique: a library follows one. */
  readonly libraryId: string
  /** The address of the publisher's `lib.json`; of a library here where `publisherId` names one. */
  readonly url: string
  /** Null where the publisher asks for no user. */
  readonly userName: string | null
  /** Kept as it is, as the publisher is to be told it; never shown, never logged. */
  readonly password: string | null
  /** The certificate that is believed besides those that the runtime believes: its digest, and PEM. */
  readonly thumbprint: string | null
  readonly certificate: string | null
  /** Files are fetched when somebody asks for them. */
  readonly isOnDemand: boolean
  readonly isAutomatic: boolean
  /** The library here that made this subscription for its own, and the subscription's id. */
  readonly publisherId: string | null
  readonly subscriptionId: string | null
  /** What was last taken over to the last item; null where something is left to take over. */
  readonly seen: SeenLibrary | null
  /** When it was last found to be as the publisher has it. */
  readonly lastSyncAt: number | null
  /** Why that did not succeed the last time; null where it did. */
  readonly lastError: StoredMessage | null
  /** When a synchronization last began. */
  readonly begunAt: number | null
  /** When the schedule looks at it again; null where it is not synchronized by itself. */
  readonly dueAt: number | null
}

/** A published library as it was looked at. */
export interface SeenLibrary {
  readonly id: string
  readonly version: string | null
  /** The entity tag of its `lib.json`. */
  readonly etag: string | null
}

/** A subscribed library that a published one knows, and publishes to; both are here. */
export interface Subscription extends Entity {
  /** The published library. */
  readonly libraryId: string
  readonly subscribedLibraryId: string
  /** Where virtual machine templates were to go; kept and given back. */
  readonly placement: SubscriptionPlacement
  readonly createdAt: number
}

/** Ids of elsewhere, by the names that they have on the wire. */
export interface SubscriptionPlacement {
  readonly cluster?: string
  readonly folder?: string
  readonly host?: string
  readonly network?: string
  readonly resource_pool?: string
}

/** What a subscribed item was last taken over from. */
export interface ItemSource {
  /** The address of its `item.json`. */
  readonly url: string | null
  /** A digest of all that the publisher told of it. */
  readonly digest: string
}

/** Where the bytes of a subscribed file are from. */
export interface FileSource {
  readonly url: string
  /** Other bytes have another one; null where the publisher writes none. */
  readonly etag: string | null
}

/**
 * A file that was fetched for an item of a subscribed library, and waits until all of its item are
 * there; it holds a reference to its bytes.
 */
export interface FetchedFile extends Entity {
  readonly libraryId: string
  /** The publisher's id of the item. */
  readonly sourceId: string
  readonly name: string
  readonly source: FileSource
  readonly size: number
  readonly blobId: string
}
