/** The privileges that operations of the contract ask for, by vSphere's names. */
export type PrivilegeName =
  | 'System.Anonymous'
  | 'System.Read'
  | 'ContentLibrary.AddLibraryItem'
  | 'ContentLibrary.AddLibraryUsage'
  | 'ContentLibrary.ConvertLibrary'
  | 'ContentLibrary.CreateLocalLibrary'
  | 'ContentLibrary.DeleteLibrary'
  | 'ContentLibrary.DeleteLibraryItem'
  | 'ContentLibrary.DeleteLocalLibrary'
  | 'ContentLibrary.DownloadSession'
  | 'ContentLibrary.LibraryMaintenance'
  | 'ContentLibrary.ReadStorage'
  | 'ContentLibrary.RemoveLibraryUsage'
  | 'ContentLibrary.TypeIntrospection'
  | 'ContentLibrary.UpdateLibrary'
  | 'ContentLibrary.UpdateLibraryItem'
  | 'ContentLibrary.UpdateLocalLibrary'
  | 'ContentLibrary.UpdateSession'
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
