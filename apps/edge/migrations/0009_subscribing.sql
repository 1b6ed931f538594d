create table "fetched_file" (
  "id" text not null primary key,
  "revision" integer not null,
  "library_id" text not null,
  "source_id" text not null,
  "name" text not null,
  "source" text not null,
  "size" integer not null,
  "blob_id" text not null
) strict;
create unique index "fetched_file_name_key"
  on "fetched_file" ("library_id", "source_id", "name");

create table "library_source" (
  "id" text not null primary key,
  "revision" integer not null,
  "library_id" text not null,
  "url" text not null,
  "user_name" text,
  "password" text,
  "thumbprint" text,
  "certificate" text,
  "is_on_demand" text not null,
  "is_automatic" text not null,
  "publisher_id" text,
  "subscription_id" text,
  "seen" text,
  "last_sync_at" integer,
  "last_error" text,
  "begun_at" integer,
  "due_at" integer
) strict;
create unique index "library_source_library_key"
  on "library_source" ("library_id");
create index "library_source_due_at_index"
  on "library_source" ("due_at");

create table "subscription" (
  "id" text not null primary key,
  "revision" integer not null,
  "library_id" text not null,
  "subscribed_library_id" text not null,
  "placement" text not null,
  "created_at" integer not null
) strict;
create unique index "subscription_library_key"
  on "subscription" ("library_id", "subscribed_library_id");
create index "subscription_subscribed_library_id_index"
  on "subscription" ("subscribed_library_id");

alter table "item" add column "is_cached" text not null default 'true';
alter table "item" add column "source" text;
alter table "item" add column "last_sync_at" integer;
create index "item_library_id_source_id_index"
  on "item" ("library_id", "source_id");

alter table "item_file" add column "source" text;

insert into "schema_version" ("version", "name", "applied_at")
  values (9, 'subscribing', unixepoch() * 1000);
