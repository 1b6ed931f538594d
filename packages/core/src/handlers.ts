import type { OperationName } from './contract/contract.ts'
import { getItemChange } from './changes/get-item-change.ts'
import { listItemChanges } from './changes/list-item-changes.ts'
import { getConfiguration } from './configuration/get-configuration.ts'
import { updateConfiguration } from './configuration/update-configuration.ts'
import { cancelDownloadSession } from './downloads/cancel-download-session.ts'
import { createDownloadSession } from './downloads/create-download-session.ts'
import { deleteDownloadSession } from './downloads/delete-download-session.ts'
import { failDownloadSession } from './downloads/fail-download-session.ts'
import { getDownloadFile } from './downloads/get-download-file.ts'
import { getDownloadSession } from './downloads/get-download-session.ts'
import { keepDownloadSessionAlive } from './downloads/keep-download-session-alive.ts'
import { listDownloadFiles } from './downloads/list-download-files.ts'
import { listDownloadSessions } from './downloads/list-download-sessions.ts'
import { prepareDownloadFile } from './downloads/prepare-download-file.ts'
import { copyLibraryItem } from './items/copy-library-item.ts'
import { createLibraryItem } from './items/create-library-item.ts'
import { deleteLibraryItem } from './items/delete-library-item.ts'
import { findLibraryItems } from './items/find-library-items.ts'
import { getItemFile } from './items/get-item-file.ts'
import { getItemStorage } from './items/get-item-storage.ts'
import { getLibraryItem } from './items/get-library-item.ts'
import { listItemFiles } from './items/list-item-files.ts'
import { listItemStorage } from './items/list-item-storage.ts'
import { listLibraryItems } from './items/list-library-items.ts'
import { updateLibraryItem } from './items/update-library-item.ts'
import { convertLibrary } from './libraries/convert-library.ts'
import { createLocalLibrary } from './libraries/create-local-library.ts'
import { deleteLibrary } from './libraries/delete-library.ts'
import { deleteLocalLibrary } from './libraries/delete-local-library.ts'
import { enterMaintenance } from './libraries/enter-maintenance.ts'
import { exitMaintenance } from './libraries/exit-maintenance.ts'
import { findLibraries } from './libraries/find-libraries.ts'
import { forceDeleteLibrary } from './libraries/force-delete-library.ts'
import { forceDeleteLocalLibrary } from './libraries/force-delete-local-library.ts'
import { getLibrary } from './libraries/get-library.ts'
import { getLocalLibrary } from './libraries/get-local-library.ts'
import { listLibraries } from './libraries/list-libraries.ts'
import { listLocalLibraries } from './libraries/list-local-libraries.ts'
import { migrateLibrary } from './libraries/migrate-library.ts'
import { updateLibrary } from './libraries/update-library.ts'
import { updateLocalLibrary } from './libraries/update-local-library.ts'
import { listSecurityPolicies } from './security-policies/list-security-policies.ts'
import { createSession } from './session/create-session.ts'
import { deleteSession } from './session/delete-session.ts'
import { getSession } from './session/get-session.ts'
import { createSubscribedLibrary } from './subscriptions/create-subscribed-library.ts'
import { createSubscription } from './subscriptions/create-subscription.ts'
import { deleteSubscribedLibrary } from './subscriptions/delete-subscribed-library.ts'
import { deleteSubscription } from './subscriptions/delete-subscription.ts'
import { evictSubscribedItem } from './subscriptions/evict-subscribed-item.ts'
import { evictSubscribedLibrary } from './subscriptions/evict-subscribed-library.ts'
import { forceDeleteSubscribedLibrary } from './subscriptions/force-delete-subscribed-library.ts'
import { getSubscribedLibrary } from './subscriptions/get-subscribed-library.ts'
import { getSubscription } from './subscriptions/get-subscription.ts'
import { listSubscribedLibraries } from './subscriptions/list-subscribed-libraries.ts'
import { listSubscriptions } from './subscriptions/list-subscriptions.ts'
import { probeSubscription } from './subscriptions/probe-subscription.ts'
import { publishLibrary } from './subscriptions/publish-library.ts'
import { publishLibraryItem } from './subscriptions/publish-library-item.ts'
import { syncSubscribedItem } from './subscriptions/sync-subscribed-item.ts'
import { syncSubscribedLibrary } from './subscriptions/sync-subscribed-library.ts'
import { updateSubscribedLibrary } from './subscriptions/update-subscribed-library.ts'
import { updateSubscription } from './subscriptions/update-subscription.ts'
import { cancelTask } from './tasks/cancel-task.ts'
import { getTask } from './tasks/get-task.ts'
import { listTasks } from './tasks/list-tasks.ts'
import { createTrustedCertificate } from './trusted-certificates/create-trusted-certificate.ts'
import { deleteTrustedCertificate } from './trusted-certificates/delete-trusted-certificate.ts'
import { getTrustedCertificate } from './trusted-certificates/get-trusted-certificate.ts'
import { listTrustedCertificates } from './trusted-certificates/list-trusted-certificates.ts'
import { listTypes } from './types/list-types.ts'
import { addSessionFile } from './update-sessions/add-session-file.ts'
import { cancelUpdateSession } from './update-sessions/cancel-update-session.ts'
import { completeUpdateSession } from './update-sessions/complete-update-session.ts'
import { createUpdateSession } from './update-sessions/create-update-session.ts'
import { deleteUpdateSession } from './update-sessions/delete-update-session.ts'
import { failUpdateSession } from './update-sessions/fail-update-session.ts'
import { getSessionFile } from './update-sessions/get-session-file.ts'
import { getUpdateSession } from './update-sessions/get-update-session.ts'
import { keepUpdateSessionAlive } from './update-sessions/keep-update-session-alive.ts'
import { listSessionFiles } from './update-sessions/list-session-files.ts'
import { listUpdateSessions } from './update-sessions/list-update-sessions.ts'
import { removeSessionFile } from './update-sessions/remove-session-file.ts'
import { updateUpdateSession } from './update-sessions/update-update-session.ts'
import { validateSessionFiles } from './update-sessions/validate-session-files.ts'
import { addLibraryUsage } from './usages/add-library-usage.ts'
import { getLibraryUsage } from './usages/get-library-usage.ts'
import { listLibraryUsages } from './usages/list-library-usages.ts'
import { removeLibraryUsage } from './usages/remove-library-usage.ts'
import type { Handler } from './handler.ts'

/** What each operation of the contract does; the compiler names one that is missing or misplaced. */
export const handlers: { readonly [Name in OperationName]: Handler<Name> } = {
  'session.create': createSession,
  'session.delete': deleteSession,
  'session.get': getSession,
  'task.cancel': cancelTask,
  'task.get': getTask,
  'task.list': listTasks,
  'type.list': listTypes,
  'configuration.get': getConfiguration,
  'configuration.update': updateConfiguration,
  'securityPolicies.list': listSecurityPolicies,
  'trustedCertificates.create': createTrustedCertificate,
  'trustedCertificates.delete': deleteTrustedCertificate,
  'trustedCertificates.get': getTrustedCertificate,
  'trustedCertificates.list': listTrustedCertificates,
  'library.convert': convertLibrary,
  'library.delete': deleteLibrary,
  'library.enter_maintenance': enterMaintenance,
  'library.exit_maintenance': exitMaintenance,
  'library.find': findLibraries,
  'library.force_delete': forceDeleteLibrary,
  'library.get': getLibrary,
  'library.list': listLibraries,
  'library.migrate': migrateLibrary,
  'library.update': updateLibrary,
  'libraryUsages.add': addLibraryUsage,
  'libraryUsages.get': getLibraryUsage,
  'libraryUsages.list': listLibraryUsages,
  'libraryUsages.remove': removeLibraryUsage,
  'localLibrary.create': createLocalLibrary,
  'localLibrary.delete': deleteLocalLibrary,
  'localLibrary.force_delete': forceDeleteLocalLibrary,
  'localLibrary.get': getLocalLibrary,
  'localLibrary.list': listLocalLibraries,
  'localLibrary.update': updateLocalLibrary,
  'item.copy': copyLibraryItem,
  'item.create': createLibraryItem,
  'item.delete': deleteLibraryItem,
  'item.find': findLibraryItems,
  'item.get': getLibraryItem,
  'item.list': listLibraryItems,
  'item.update': updateLibraryItem,
  'itemChanges.get': getItemChange,
  'itemChanges.list': listItemChanges,
  'itemFile.get': getItemFile,
  'itemFile.list': listItemFiles,
  'itemStorage.get': getItemStorage,
  'itemStorage.list': listItemStorage,
  'updateSession.cancel': cancelUpdateSession,
  'updateSession.complete': completeUpdateSession,
  'updateSession.create': createUpdateSession,
  'updateSession.delete': deleteUpdateSession,
  'updateSession.fail': failUpdateSession,
  'updateSession.get': getUpdateSession,
  'updateSession.keep_alive': keepUpdateSessionAlive,
  'updateSession.list': listUpdateSessions,
  'updateSession.update': updateUpdateSession,
  'updateSessionFile.add': addSessionFile,
  'updateSessionFile.get': getSessionFile,
  'updateSessionFile.list': listSessionFiles,
  'updateSessionFile.remove': removeSessionFile,
  'updateSessionFile.validate': validateSessionFiles,
  'downloadSession.cancel': cancelDownloadSession,
  'downloadSession.create': createDownloadSession,
  'downloadSession.delete': deleteDownloadSession,
  'downloadSession.fail': failDownloadSession,
  'downloadSession.get': getDownloadSession,
  'downloadSession.keep_alive': keepDownloadSessionAlive,
  'downloadSession.list': listDownloadSessions,
  'downloadSessionFile.get': getDownloadFile,
  'downloadSessionFile.list': listDownloadFiles,
  'downloadSessionFile.prepare': prepareDownloadFile,
  'localLibrary.publish': publishLibrary,
  'item.publish': publishLibraryItem,
  'subscribedLibrary.create': createSubscribedLibrary,
  'subscribedLibrary.delete': deleteSubscribedLibrary,
  'subscribedLibrary.evict': evictSubscribedLibrary,
  'subscribedLibrary.force_delete': forceDeleteSubscribedLibrary,
  'subscribedLibrary.get': getSubscribedLibrary,
  'subscribedLibrary.list': listSubscribedLibraries,
  'subscribedLibrary.probe': probeSubscription,
  'subscribedLibrary.sync': syncSubscribedLibrary,
  'subscribedLibrary.update': updateSubscribedLibrary,
  'subscribedItem.evict': evictSubscribedItem,
  'subscribedItem.sync': syncSubscribedItem,
  'subscriptions.create': createSubscription,
  'subscriptions.delete': deleteSubscription,
  'subscriptions.get': getSubscription,
  'subscriptions.list': listSubscriptions,
  'subscriptions.update': updateSubscription,
}
