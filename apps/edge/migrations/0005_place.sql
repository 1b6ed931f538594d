alter table "blob" add column "place" text;
alter table "library" add column "place" text;
alter table "library" add column "is_scattered" text not null default 'false';

insert into "schema_version" ("version", "name", "applied_at")
  values (5, 'place', unixepoch() * 1000);
