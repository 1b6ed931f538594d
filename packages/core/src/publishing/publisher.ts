import type { Library } from '../ports/entities.ts'

/** The user name of every subscriber that gives a password. */
export const subscriberName = 'vcsp'

/** Whether subscribers may read the library, some of them with a password. */
export const isPublished = ({ publication }: Pick<Library, 'publication'>): boolean =>
  publication?.isPublished === true

/** Where the documents of a library begin, from the server's origin on; with a slash at its end. */
export const publishedPath = (libraryId: string): string => `/cls/vcsp/lib/${libraryId}/`
