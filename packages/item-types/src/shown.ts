const lengthMax = 64

/** A text of a file as a message may show it: quoted, short and printable. */
export const shown = (text: string): string => {
  const start = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
  return JSON.stringify(start).replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')
}
