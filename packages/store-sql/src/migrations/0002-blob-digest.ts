import type { Spelling } from './spelling.ts'

/** What a blob's bytes are checked against, and until when its key can be written from outside. */
export const blobDigest = ({ text, integer }: Spelling): string => `
alter table "blob" add column "digest" ${text};
alter table "blob" add column "writable_until" ${integer};
`
