import { fillMessage } from '@accession/core/errors'
import type { MessageArguments, MessageId } from '@accession/core/errors'
import type { Judgement } from '@accession/core/ports'

/** What is wrong with a file. */
export type Fault = Judgement['invalid'][number]

type FaultId<Id> = Id extends `accession.item_type.${infer Name}` ? Name : never

/** A fault of the file that is named first in its message. */
export const faultOf = <Name extends FaultId<MessageId>>(
  fault: Name,
  ...args: MessageArguments<`accession.item_type.${Name}`>
): Fault => {
  const { id, args: filled } = fillMessage(`accession.item_type.${fault}`, args)
  return { name: filled[0] ?? '', message: { id, args: filled } }
}
