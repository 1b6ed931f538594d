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
  'ContentLibrary.ReadStorage',
  'ContentLibrary.UpdateLibraryItem',
  'ContentLibrary.UpdateSession',
]

const admin: readonly PrivilegeName[] = [
  ...editor,
  'ContentLibrary.AddLibraryUsage',
  'ContentLibrary.ConvertLibrary',
  'ContentLibrary.CreateLocalLibrary',
  'ContentLibrary.DeleteLibrary',
  'ContentLibrary.DeleteLocalLibrary',
  'ContentLibrary.LibraryMaintenance',
  'ContentLibrary.RemoveLibraryUsage',
  'ContentLibrary.UpdateLibrary',
  'ContentLibrary.UpdateLocalLibrary',
  'Datastore.AllocateSpace',
]

/** The privileges of each role. */
export const roles: Readonly<Record<Grant['role'], ReadonlySet<PrivilegeName>>> = {
  viewer: new Set(viewer),
  editor: new Set(editor),
  admin: new Set(admin),
}
