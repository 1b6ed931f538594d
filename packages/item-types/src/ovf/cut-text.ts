/** The first characters of a text, never half of one that is written as a pair. */
export const cutText = (text: string, lengthMax: number): string =>
  text.length <= lengthMax ? text : text.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '')
