import { isPlainText } from './is-plain-text.ts'

/** Whether a text can be the id of anything here; a store is not asked for others. */
export const isEntityId = (text: string): boolean => text.length <= 64 && isPlainText(text)
