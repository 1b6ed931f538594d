/** The name under which rows hold tasks that synchronize a library. */
export const librarySyncKind = 'library_sync'
