import { accessionError } from '../errors/accession-error.ts'
import { readMessage } from '../messages/stored-message.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'

/** How many files a message names before it only counts the others. */
const namedMax = 10

/** Throws NOT_ALLOWED_IN_CURRENT_STATE naming the files that are in the way, and why each is. */
export const requireReady = (operation: string, unready: readonly UpdateSessionFile[]): void => {
  if (unready.length === 0) return
  const named = unready.slice(0, namedMax).map(describe)
  if (unready.length > namedMax) named.push(`and ${unready.length - namedMax} more`)
  throw accessionError('accession.update_session.files_not_ready', [operation, named.join(', ')])
}

const describe = ({ name, status, errorMessage }: UpdateSessionFile): string => {
  const reason = errorMessage ? `: ${readMessage(errorMessage).default_message}` : ''
  return `${name} (${status}${reason})`
}
