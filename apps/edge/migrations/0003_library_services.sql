alter table "library" add column "state" text not null default 'ACTIVE';
alter table "library" add column "state_message" text;
alter table "library" add column "usage_count" integer not null default 0;

create table "library_usage" (
  "id" text not null primary key,
  "revision" integer not null,
  "library_id" text not null,
  "resource_urn" text not null,
  "created_at" integer not null
) strict;
create unique index "library_usage_resource_key"
  on "library_usage" ("library_id", "resource_urn");

create table "item_change" (
  "id" text not null primary key,
  "revision" integer not null,
  "item_id" text not null,
  "version" integer not null,
  "user_name" text,
  "message" text not null,
  "created_at" integer not null,
  "surplus" integer not null
) strict;
create index "item_change_item_id_version_index"
  on "item_change" ("item_id", "version");
create index "item_change_created_at_index"
  on "item_change" ("created_at")
  where "surplus" = 1;

create table "trusted_certificate" (
  "id" text not null primary key,
  "revision" integer not null,
  "cert_text" text not null,
  "created_at" integer not null
) strict;

insert into "schema_version" ("version", "name", "applied_at")
  values (3, 'library services', unixepoch() * 1000);
