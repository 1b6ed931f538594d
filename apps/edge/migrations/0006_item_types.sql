alter table "update_session_file" add column "inspection" text;
alter table "update_session_file" add column "manifest_checksum" text;
alter table "update_session_file" add column "archive_id" text;
alter table "item" add column "type_metadata" text;
alter table "item" add column "certificate_verification" text;

insert into "schema_version" ("version", "name", "applied_at")
  values (6, 'item types', unixepoch() * 1000);
