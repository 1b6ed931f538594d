import { accessionError } from '../errors/accession-error.ts'
import { readMessage } from '../messages/stored-message.ts'
import type { Judgement } from '../ports/item-type.ts'

/** How many files a message names before it only counts the others. */
const namedMax = 10

/** Throws NOT_ALLOWED_IN_CURRENT_STATE naming the files that keep an item from being valid, and why. */
export const refuseInvalid = ({ missing, invalid }: Judgement): void => {
  const faults = [
    ...missing.map((name) => `${name} is missing`),
    ...invalid.map(({ name, message }) => `${name}: ${readMessage(message).default_message}`),
  ]
  if (faults.length === 0) return
  const named = faults.slice(0, namedMax)
  if (faults.length > namedMax) named.push(`and ${faults.length - namedMax} more`)
  throw accessionError('accession.update_session.content_invalid', [named.join('; ')])
}
