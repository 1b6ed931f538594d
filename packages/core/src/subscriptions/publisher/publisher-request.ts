import type { LibrarySource } from '../../ports/entities.ts'
import type { FetchRequest } from '../../ports/fetcher.ts'

/** Where a publisher is, and how it is asked. */
export type PublisherAccess = Pick<
  LibrarySource,
  'url' | 'userName' | 'password' | 'thumbprint' | 'certificate'
> &
  Partial<Pick<LibrarySource, 'publisherId'>>

/** What every request to a publisher carries. */
export const requestTo = ({
  userName,
  password,
  thumbprint,
  certificate,
}: PublisherAccess): Pick<FetchRequest, 'credentials' | 'pinned'> => ({
  ...(password !== null && { credentials: { userName: userName ?? '', password } }),
  ...((thumbprint !== null || certificate !== null) && {
    pinned: {
      ...(thumbprint !== null && { thumbprint }),
      ...(certificate !== null && { certificate }),
    },
  }),
})
