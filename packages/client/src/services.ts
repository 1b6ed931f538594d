import {
  configurationService,
  downloadSessionFileService,
  downloadSessionService,
  itemChangesService,
  itemFileService,
  itemService,
  itemStorageService,
  libraryService,
  libraryUsagesService,
  localLibraryService,
  securityPoliciesService,
  sessionService,
  subscribedItemService,
  subscribedLibraryService,
  subscriptionsService,
  taskService,
  trustedCertificatesService,
  typeService,
  updateSessionFileService,
  updateSessionService,
} from '@accession/core/contract'
import { bindable, type Bindable } from './bindable.ts'

/** Who is signed in; signing in and out is the connection's. */
export const session: Bindable<typeof sessionService> = /* @__PURE__ */ bindable(sessionService)

/** Tasks: work that goes on beyond a call, to be watched and cancelled. */
export const task: Bindable<typeof taskService> = /* @__PURE__ */ bindable(taskService)

/** The item types that a server understands. */
export const type: Bindable<typeof typeService> = /* @__PURE__ */ bindable(typeService)

/** The settings that hold for all libraries. */
export const configuration: Bindable<typeof configurationService> =
  /* @__PURE__ */ bindable(configurationService)

/** What a library may ask of the items that come into it. */
export const securityPolicies: Bindable<typeof securityPoliciesService> =
  /* @__PURE__ */ bindable(securityPoliciesService)

/** The certificates whose signatures are trusted. */
export const trustedCertificates: Bindable<typeof trustedCertificatesService> =
  /* @__PURE__ */ bindable(trustedCertificatesService)

/** Libraries of every kind. */
export const library: Bindable<typeof libraryService> = /* @__PURE__ */ bindable(libraryService)

/** Who uses a library, which guards it from deletion. */
export const libraryUsages: Bindable<typeof libraryUsagesService> =
  /* @__PURE__ */ bindable(libraryUsagesService)

/** Local libraries: creating, changing, deleting. */
export const localLibrary: Bindable<typeof localLibraryService> =
  /* @__PURE__ */ bindable(localLibraryService)

/** The items of libraries. */
export const item: Bindable<typeof itemService> = /* @__PURE__ */ bindable(itemService)

/** The history of items: who brought which version. */
export const itemChanges: Bindable<typeof itemChangesService> =
  /* @__PURE__ */ bindable(itemChangesService)

/** The files of items. */
export const itemFile: Bindable<typeof itemFileService> = /* @__PURE__ */ bindable(itemFileService)

/** Where the files of items are stored. */
export const itemStorage: Bindable<typeof itemStorageService> =
  /* @__PURE__ */ bindable(itemStorageService)

/** Update sessions: the transactions in which files are uploaded and become visible. */
export const updateSession: Bindable<typeof updateSessionService> =
  /* @__PURE__ */ bindable(updateSessionService)

/** The files of update sessions. */
export const updateSessionFile: Bindable<typeof updateSessionFileService> =
  /* @__PURE__ */ bindable(updateSessionFileService)

/** Download sessions: an item's files as they were at one moment. */
export const downloadSession: Bindable<typeof downloadSessionService> =
  /* @__PURE__ */ bindable(downloadSessionService)

/** The files of download sessions. */
export const downloadSessionFile: Bindable<typeof downloadSessionFileService> =
  /* @__PURE__ */ bindable(downloadSessionFileService)

/** Libraries that follow a published one. */
export const subscribedLibrary: Bindable<typeof subscribedLibraryService> =
  /* @__PURE__ */ bindable(subscribedLibraryService)

/** The items of libraries that follow a published one. */
export const subscribedItem: Bindable<typeof subscribedItemService> =
  /* @__PURE__ */ bindable(subscribedItemService)

/** The subscribers that a published library knows. */
export const subscriptions: Bindable<typeof subscriptionsService> =
  /* @__PURE__ */ bindable(subscriptionsService)
