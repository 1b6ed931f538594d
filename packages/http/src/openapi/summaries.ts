import type { OperationName } from '@accession/core/contract'

/**
 * What each operation does, in a line. They stand here and not in the contract, which the client
 * brings into browsers.
 */
export const summaries: Readonly<Record<OperationName, string>> = {
  'session.create': 'Sign in with a user name and a password; answers the token',
  'session.get': 'Tell who is signed in, and since when',
  'session.delete': 'Sign out: the token is worthless from then on',

  'task.get': 'Get a task: its status, its progress, and what it ended with',
  'task.list': 'List tasks by what they do, on what, and how they stand',
  'task.cancel': 'Ask a task to stop; what it has done so far stays right',

  'type.list': 'List the item types whose files the server understands',

  'configuration.get': 'Get the configuration, and what each value may be',
  'configuration.update': 'Change the configuration; what is left out stays',

  'securityPolicies.list': 'List the security policies, and what each asks of an item type',

  'trustedCertificates.create': 'Trust a certificate that signs content',
  'trustedCertificates.list': 'List the trusted certificates',
  'trustedCertificates.get': 'Get a trusted certificate as PEM',
  'trustedCertificates.delete': 'Trust a certificate no longer',

  'library.list': 'List the ids of all libraries that the caller may read',
  'library.find': 'Find libraries by name, type or storage; at least one of them',
  'library.get': 'Get a library of either type',
  'library.update': 'Change the properties of a library; what is left out stays',
  'library.delete': 'Delete a library of either type, unless somebody uses it',
  'library.force_delete': 'Delete a library of either type, whoever uses it',
  'library.enter_maintenance': 'Stop transfers and refuse changes; reading goes on',
  'library.exit_maintenance': 'Allow transfers and changes again',
  'library.convert': 'Make a local published library of one that is subscribed',

  'library.migrate': 'Move the bytes of a library to another place, as a task',

  'libraryUsages.add': 'Declare that a resource uses a library, which keeps it from being deleted',
  'libraryUsages.list': 'List the resources that use a library',
  'libraryUsages.get': 'Get one use of a library, and since when it is',
  'libraryUsages.remove': 'Tell that a resource no longer uses a library',

  'localLibrary.create': 'Create a local library',
  'localLibrary.list': 'List the ids of the local libraries',
  'localLibrary.get': 'Get a local library',
  'localLibrary.update': 'Change the properties of a local library; what is left out stays',
  'localLibrary.delete': 'Delete a local library with its items, and end their sessions',
  'localLibrary.force_delete': 'Delete a local library without asking whether somebody uses it',

  'localLibrary.publish': 'Tell the subscribers of a published library to synchronize',

  'subscribedLibrary.create': 'Create a library that follows a published one',
  'subscribedLibrary.list': 'List the ids of the subscribed libraries',
  'subscribedLibrary.get': 'Get a subscribed library',
  'subscribedLibrary.update':
    'Change the properties of a subscribed library; what is left out stays',
  'subscribedLibrary.delete': 'Delete a subscribed library with its items, unless somebody uses it',
  'subscribedLibrary.force_delete': 'Delete a subscribed library, whoever uses it',
  'subscribedLibrary.sync': 'Synchronize a subscribed library now',
  'subscribedLibrary.evict': 'Drop the files of a library that fetches them on demand',
  'subscribedLibrary.probe': 'Tell whether a subscription would work; nothing is made',

  'subscribedItem.sync': 'Synchronize one item of a subscribed library',
  'subscribedItem.evict': 'Drop the files of an item that is fetched on demand',

  'subscriptions.create': 'Add a subscriber to a published library',
  'subscriptions.list': 'List the subscribers of a published library',
  'subscriptions.get': 'Get one subscriber of a published library',
  'subscriptions.update': 'Change what is known of a subscriber; what is left out stays',
  'subscriptions.delete': 'Forget a subscriber; the subscribed library stays',

  'item.create': 'Create an item without files; an update session brings them',
  'item.copy': 'Copy an item with its files, which are there when this answers',
  'item.list': 'List the ids of the items of a library',
  'item.find': 'Find items by name, type, library and the like; at least one of them',
  'item.get': 'Get an item, without its files',
  'item.update': 'Change the properties of an item; what is left out stays',
  'item.delete': 'Delete an item with its files, and end its sessions',

  'item.publish': 'Tell the subscribers of the library to synchronize an item',

  'itemChanges.list': 'List the changes of an item: when, by whom, and which version came of it',
  'itemChanges.get': 'Get one change of an item by the version that it made',

  'itemFile.list': 'List the files of an item, as last completed',
  'itemFile.get': 'Get one file of an item by its name',
  'itemStorage.list': 'List where the files of an item are stored',
  'itemStorage.get': 'Tell where one file of an item is stored',

  'updateSession.create': 'Open an update session on an item, which takes one at a time',
  'updateSession.list': "List the ids of the caller's update sessions, of one item if asked",
  'updateSession.get': 'Get an update session: its state, its progress, when it expires',
  'updateSession.update': 'Say which warnings about signed content are to be ignored',
  'updateSession.keep_alive': 'Push the expiry of an ACTIVE session, and tell of progress',
  'updateSession.complete': 'Make all changes of an ACTIVE session visible at once, or none',
  'updateSession.cancel': 'Give an ACTIVE session up, and free what was received',
  'updateSession.fail': 'End an ACTIVE session in ERROR, with a message of the client',
  'updateSession.delete': 'Delete a session that is DONE, ERROR or CANCELED, with all trace of it',

  'updateSessionFile.add': 'Add a file, or replace one; answers where its bytes are to be sent',
  'updateSessionFile.list': 'List the files of the item as the session would leave it',
  'updateSessionFile.get': 'Get one of these files by its name',
  'updateSessionFile.remove': 'Take a file out of the session, and out of the item at complete',
  'updateSessionFile.validate': 'Tell what would stand in the way of complete',

  'downloadSession.create': 'Open a download session: it keeps the files of an item readable',
  'downloadSession.list': "List the ids of the caller's download sessions, of one item if asked",
  'downloadSession.get': 'Get a download session: its state, its progress, when it expires',
  'downloadSession.keep_alive': 'Push the expiry of an ACTIVE session, and tell of progress',
  'downloadSession.cancel': 'End an ACTIVE session: its download endpoints stop working',
  'downloadSession.fail': 'End an ACTIVE session in ERROR, with a message of the client',
  'downloadSession.delete': 'Delete a download session, in any state',

  'downloadSessionFile.list': 'List the files of a download session',
  'downloadSessionFile.get': 'Get one of these files; once PREPARED it has its endpoint',
  'downloadSessionFile.prepare': 'Ask for the endpoint that a file is downloaded from',
}
