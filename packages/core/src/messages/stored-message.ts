import type { LocalizableMessage } from '../contract/localizable-message.ts'
import type { StoredMessage } from '../ports/entities.ts'
import { fillText } from '../errors/define-messages.ts'
import type { ArgumentsOf } from '../errors/define-messages.ts'
import { messages } from '../errors/messages.ts'
import type { MessageArguments, MessageId } from '../errors/messages.ts'
import { texts } from './texts.ts'
import type { TextId } from './texts.ts'

/** A message of the catalog, to be kept with a row. */
export const storedMessage = <Id extends MessageId>(
  id: Id,
  args: MessageArguments<Id>,
): StoredMessage => ({ id, args: (args as readonly (string | number)[]).map(String) })

/** The same of a text that is no error. */
export const storedText = <Id extends TextId>(
  id: Id,
  args: ArgumentsOf<(typeof texts)[Id]>,
): StoredMessage => ({ id, args: (args as readonly (string | number)[]).map(String) })

/** A kept message with its text, as the wire carries it; one unknown here shows its id instead. */
export const readMessage = ({ id, args }: StoredMessage): LocalizableMessage => ({
  id,
  default_message: fillText(textOf(id), args),
  args: [...args],
})

const textOf = (id: string): string => {
  if (Object.hasOwn(messages, id)) return messages[id as MessageId].text
  return Object.hasOwn(texts, id) ? texts[id as TextId] : id
}
