import type { Spelling } from './spelling.ts'

/** Several places for bytes: where each blob is, where a library's new ones go, and whether all are there. */
export const place = ({ text }: Spelling): string => `
alter table "blob" add column "place" ${text};
alter table "library" add column "place" ${text};
alter table "library" add column "is_scattered" ${text} not null default 'false';
`
