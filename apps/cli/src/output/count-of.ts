/** So many of something: `1 item`, `2 items`, `3 libraries`. */
export const countOf = (count: number, what: string): string =>
  `${count} ${count === 1 ? what : `${what.replace(/y$/, 'ie')}s`}`
