import type { LocalizableMessage } from '../contract/localizable-message.ts'
import type { StoredMessage } from '../ports/entities.ts'
import { fillText } from '../errors/define-messages.ts'
import { messages } from '../errors/messages.ts'
import type { MessageArguments, MessageId } from '../errors/messages.ts'

/** A message of the catalog, to be kept with a row. */
export const storedMessage = <Id extends MessageId>(
  id: Id,
  args: MessageArguments<Id>,
): StoredMessage => ({ id, args: (args as readonly (string | number)[]).map(String) })

/** A kept message with its text, as the wire carries it; one unknown here shows its id instead. */
export const readMessage = ({ id, args }: StoredMessage): LocalizableMessage => {
  const { text } = Object.hasOwn(messages, id) ? messages[id as MessageId] : { text: id }
  return { id, default_message: fillText(text, args), args: [...args] }
}
