import type { Spelling } from './spelling.ts'

/** How a library is published. */
export const publication = ({ text }: Spelling): string => `
alter table "library" add column "publication" ${text};
`
