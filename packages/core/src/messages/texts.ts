/** What is told that is no error: descriptions, and how far something is; ids as those of errors. */
export const texts = {
  'accession.task.pending': 'It has not begun yet.',
  'accession.task.running': 'It is under way.',
  'accession.task.succeeded': 'It is done.',
} as const satisfies { readonly [id: string]: string }

/** The id of such a text. */
export type TextId = keyof typeof texts
