import type { Spelling } from './spelling.ts'

/** What item types have read in files, and what they have found out about items. */
export const itemTypes = ({ text }: Spelling): string => `
alter table "update_session_file" add column "inspection" ${text};
alter table "update_session_file" add column "manifest_checksum" ${text};
alter table "update_session_file" add column "archive_id" ${text};
alter table "item" add column "type_metadata" ${text};
alter table "item" add column "certificate_verification" ${text};
`
