alter table "blob" add column "digest" text;
alter table "blob" add column "writable_until" integer;

insert into "schema_version" ("version", "name", "applied_at")
  values (2, 'blob digest', unixepoch() * 1000);
