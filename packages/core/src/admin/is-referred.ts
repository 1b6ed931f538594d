import type { Blob } from '../ports/entities.ts'
import type { Store } from '../ports/store.ts'

/** Whether something refers to stored bytes: the others are on their way, in or out. */
export const isReferred = ({ state, references }: Blob): boolean =>
  state === 'STORED' && references > 0

/** The same of the blob as it is now. */
export const isStillReferred = async (
  { find }: Pick<Store, 'find'>,
  { id }: Pick<Blob, 'id'>,
): Promise<boolean> => {
  const [blob] = await find('blob', { where: { id }, limit: 1 })
  return blob !== undefined && isReferred(blob)
}
