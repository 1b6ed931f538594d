alter table "update_session_file" add column "source_endpoint" text;
alter table "update_session" add column "completing_user" text;

insert into "schema_version" ("version", "name", "applied_at")
  values (7, 'pull', unixepoch() * 1000);
