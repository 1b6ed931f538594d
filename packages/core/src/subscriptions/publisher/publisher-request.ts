import { accessionError } from '../../errors/accession-error.ts'
import type { LibrarySource } from '../../ports/entities.ts'
import type { Fetcher, FetchRequest } from '../../ports/fetcher.ts'
import type { World } from '../../world.ts'

/** Where a publisher is, and how it is asked. */
export type PublisherAccess = Pick<
  LibrarySource,
  'url' | 'userName' | 'password' | 'thumbprint' | 'certificate'
>

/** What makes requests to publishers; throws UNSUPPORTED where this server makes none. */
export const fetcherOf = ({ fetcher }: Pick<World, 'fetcher'>): Fetcher => {
  if (!fetcher) throw accessionError('accession.subscription.not_served', [])
  return fetcher
}

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
