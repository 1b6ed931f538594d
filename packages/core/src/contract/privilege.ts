/** The privileges that operations of the contract ask for, by vSphere's names. */
export type PrivilegeName =
  | 'System.Anonymous'
  | 'System.Read'
  | 'ContentLibrary.AddCertToTrustStore'
  | 'ContentLibrary.AddLibraryItem'
  | 'ContentLibrary.AddLibraryUsage'
  | 'ContentLibrary.AddSubscription'
  | 'ContentLibrary.ConvertLibrary'
  | 'ContentLibrary.CreateLocalLibrary'
  | 'ContentLibrary.CreateSubscribedLibrary'
  | 'ContentLibrary.DeleteCertFromTrustStore'
  | 'ContentLibrary.DeleteLibrary'
  | 'ContentLibrary.DeleteLibraryItem'
  | 'ContentLibrary.DeleteLocalLibrary'
  | 'ContentLibrary.DeleteSubscribedLibrary'
  | 'ContentLibrary.DeleteSubscription'
  | 'ContentLibrary.DownloadSession'
  | 'ContentLibrary.EvictLibraryItem'
  | 'ContentLibrary.EvictSubscribedLibrary'
  | 'ContentLibrary.GetConfiguration'
  | 'ContentLibrary.LibraryMaintenance'
  | 'ContentLibrary.MigrateLibrary'
  | 'ContentLibrary.ProbeSubscription'
  | 'ContentLibrary.PublishLibrary'
  | 'ContentLibrary.PublishLibraryItem'
  | 'ContentLibrary.ReadStorage'
  | 'ContentLibrary.RemoveLibraryUsage'
  | 'ContentLibrary.SyncLibrary'
  | 'ContentLibrary.SyncLibraryItem'
  | 'ContentLibrary.TypeIntrospection'
  | 'ContentLibrary.UpdateConfiguration'
  | 'ContentLibrary.UpdateLibrary'
  | 'ContentLibrary.UpdateLibraryItem'
  | 'ContentLibrary.UpdateLocalLibrary'
  | 'ContentLibrary.UpdateSession'
  | 'ContentLibrary.UpdateSubscribedLibrary'
  | 'ContentLibrary.UpdateSubscription'
  | 'Datastore.AllocateSpace'

/** A privilege the caller needs, and on what. */
export interface Privilege {
  readonly privilege: PrivilegeName
  /** `system`, a parameter (`library_id`), or a field of one (`ItemModel.library_id`). */
  readonly on: string
  /** The vAPI type of what it is needed on; nothing for the system. */
  readonly resource?: string
}

/** A privilege needed on the system as a whole. */
export const onSystem = (privilege: PrivilegeName): Privilege => ({ privilege, on: 'system' })

/** A privilege needed on the library that an argument names. */
export const onLibrary = (privilege: PrivilegeName, on = 'library_id'): Privilege => ({
  privilege,
  on,
  resource: 'com.vmware.content.Library',
})

/** A privilege needed on the item that an argument names. */
export const onItem = (privilege: PrivilegeName, on = 'library_item_id'): Privilege => ({
  privilege,
  on,
  resource: 'com.vmware.content.library.Item',
})
