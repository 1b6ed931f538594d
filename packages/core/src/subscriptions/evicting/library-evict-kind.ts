/** The name under which rows hold tasks that drop the files of a library. */
export const libraryEvictKind = 'library_evict'
