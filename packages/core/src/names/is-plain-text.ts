/** Control characters, and halves of surrogate pairs, which have no form in UTF-8. */
const notPlain = /[\p{Control}\p{Surrogate}]/u

/** Whether a store can keep a text as it is, and a log or a page show it. */
export const isPlainText = (text: string): boolean => !notPlain.test(text)

/** The code points of a text: what people take for its characters. */
export const countCharacters = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}
