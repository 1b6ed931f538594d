import type { LocalizableMessage } from '../contract/localizable-message.ts'
import { fillText } from './define-messages.ts'
import type { ArgumentsOf } from './define-messages.ts'
import { accessMessages } from './messages/access.ts'
import { argumentMessages } from './messages/argument.ts'
import { blobMessages } from './messages/blob.ts'
import { configurationMessages } from './messages/configuration.ts'
import { downloadSessionMessages } from './messages/download-session.ts'
import { itemMessages } from './messages/item.ts'
import { itemTypeMessages } from './messages/item-type.ts'
import { jsonRpcMessages } from './messages/json-rpc.ts'
import { libraryMessages } from './messages/library.ts'
import { ovaMessages } from './messages/ova.ts'
import { ovfMessages } from './messages/ovf.ts'
import { ovfSignatureMessages } from './messages/ovf-signature.ts'
import { publishingMessages } from './messages/publishing.ts'
import { pullMessages } from './messages/pull.ts'
import { requestMessages } from './messages/request.ts'
import { serviceMessages } from './messages/service.ts'
import { signedContentMessages } from './messages/signed-content.ts'
import { subscriptionMessages } from './messages/subscription.ts'
import { taskMessages } from './messages/task.ts'
import { transferMessages } from './messages/transfer.ts'
import { trustedCertificateMessages } from './messages/trusted-certificate.ts'
import { updateSessionMessages } from './messages/update-session.ts'

/** Every message the project can answer with, by its id; ids never change once released. */
export const messages = {
  ...accessMessages,
  ...argumentMessages,
  ...blobMessages,
  ...configurationMessages,
  ...downloadSessionMessages,
  ...itemMessages,
  ...itemTypeMessages,
  ...jsonRpcMessages,
  ...libraryMessages,
  ...ovaMessages,
  ...ovfMessages,
  ...ovfSignatureMessages,
  ...publishingMessages,
  ...pullMessages,
  ...requestMessages,
  ...serviceMessages,
  ...signedContentMessages,
  ...subscriptionMessages,
  ...taskMessages,
  ...transferMessages,
  ...trustedCertificateMessages,
  ...updateSessionMessages,
}

/** The id of a message in the catalog. */
export type MessageId = keyof typeof messages

/** The arguments of a message in the catalog. */
export type MessageArguments<Id extends MessageId> = ArgumentsOf<(typeof messages)[Id]['text']>

/** A message of the catalog with its text filled in, as the wire carries it. */
export const fillMessage = <Id extends MessageId>(
  id: Id,
  args: MessageArguments<Id>,
): LocalizableMessage => {
  const filled = (args as readonly (string | number)[]).map(String)
  return { id, default_message: fillText(messages[id].text, filled), args: filled }
}
