alter table "library" add column "publication" text;

insert into "schema_version" ("version", "name", "applied_at")
  values (8, 'publication', unixepoch() * 1000);
