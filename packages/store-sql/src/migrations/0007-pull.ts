import type { Spelling } from './spelling.ts'

/** Files that are pulled: where from, and who waits for the last of them to complete their session. */
export const pull = ({ text }: Spelling): string => `
alter table "update_session_file" add column "source_endpoint" ${text};
alter table "update_session" add column "completing_user" ${text};
`
