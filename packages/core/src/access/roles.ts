import type { PrivilegeName } from '../contract/privilege.ts'
import type { Grant } from '../ports/entities.ts'

const viewer: readonly PrivilegeName[] = [
  'System.Anonymous',
  'System.Read',
  'ContentLibrary.DownloadSession',
  'ContentLibrary.TypeIntrospection',
]

const editor: readonly PrivilegeName[] = [
  ...viewer,
  'ContentLibrary.AddLibraryItem',
  'ContentLibrary.DeleteLibraryItem',
  'ContentLibrary.EvictLibraryItem',
  'ContentLibrary.EvictSubscribedLibrary',
  'ContentLibrary.PublishLibrary',
  'ContentLibrary.PublishLibraryItem',
  'ContentLibrary.ReadStorage',
  'ContentLibrary.SyncLibrary',
  'ContentLibrary.SyncLibraryItem',
  'ContentLibrary.UpdateLibraryItem',
  'ContentLibrary.UpdateSession',
]

const admin: readonly PrivilegeName[] = [
  ...editor,
  'ContentLibrary.AddCertToTrustStore',
  'ContentLibrary.AddLibraryUsage',
  'ContentLibrary.AddSubscription',
  'ContentLibrary.ConvertLibrary',
  'ContentLibrary.CreateLocalLibrary',
  'ContentLibrary.CreateSubscribedLibrary',
  'ContentLibrary.DeleteCertFromTrustStore',
  'ContentLibrary.DeleteLibrary',
  'ContentLibrary.DeleteLocalLibrary',
  'ContentLibrary.DeleteSubscribedLibrary',
  'ContentLibrary.DeleteSubscription',
  'ContentLibrary.GetConfiguration',
  'ContentLibrary.LibraryMaintenance',
  'ContentLibrary.MigrateLibrary',
  'ContentLibrary.ProbeSubscription',
  'ContentLibrary.RemoveLibraryUsage',
  'ContentLibrary.UpdateConfiguration',
  'ContentLibrary.UpdateLibrary',
  'ContentLibrary.UpdateLocalLibrary',
  'ContentLibrary.UpdateSubscribedLibrary',
  'ContentLibrary.UpdateSubscription',
  'Datastore.AllocateSpace',
]

/** The privileges of each role. */
export const roles: Readonly<Record<Grant['role'], ReadonlySet<PrivilegeName>>> = {
  viewer: new Set(viewer),
  editor: new Set(editor),
  admin: new Set(admin),
}
