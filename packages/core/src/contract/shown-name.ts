/** A name from outside as a message may show it: quoted, short and printable. */
export const shownName = (name: string): string =>
  JSON.stringify(name.slice(0, 64)).replaceAll(/[\p{Control}\p{Surrogate}]/gu, '?')
