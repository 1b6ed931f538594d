create table "user" (
  "id" text not null primary key,
  "revision" integer not null,
  "name" text not null,
  "name_key" text not null,
  "password_hash" text not null,
  "grants" text not null,
  "created_at" integer not null
) strict;
create unique index "user_name_key"
  on "user" ("name_key");

create table "token" (
  "id" text not null primary key,
  "revision" integer not null,
  "user_id" text not null,
  "created_at" integer not null,
  "expires_at" integer not null
) strict, without rowid;
create index "token_user_id_index"
  on "token" ("user_id");
create index "token_expires_at_index"
  on "token" ("expires_at");

create table "setting" (
  "id" text not null primary key,
  "revision" integer not null,
  "value" text not null
) strict, without rowid;

create table "client_token" (
  "id" text not null primary key,
  "revision" integer not null,
  "user_id" text not null,
  "operation" text not null,
  "token" text not null,
  "spec_digest" text not null,
  "result_id" text not null,
  "forget_at" integer not null
) strict;
create unique index "client_token_call_key"
  on "client_token" ("user_id", "operation", "token");
create index "client_token_forget_at_index"
  on "client_token" ("forget_at");

create table "blob" (
  "id" text not null primary key,
  "revision" integer not null,
  "state" text not null,
  "size" integer,
  "references" integer not null,
  "due_at" integer not null,
  "created_at" integer not null,
  "session_file_id" text
) strict, without rowid;
create index "blob_due_at_index"
  on "blob" ("due_at")
  where "references" = 0;

create table "update_session_file" (
  "id" text not null primary key,
  "revision" integer not null,
  "session_id" text not null,
  "name" text not null,
  "change" text not null,
  "source_type" text not null,
  "declared_size" integer,
  "declared_checksum" text,
  "status" text not null,
  "bytes_transferred" integer not null,
  "size" integer,
  "error_message" text,
  "transfer_blob_id" text,
  "blob_id" text
) strict;
create unique index "update_session_file_name_key"
  on "update_session_file" ("session_id", "name");

create table "download_session_file" (
  "id" text not null primary key,
  "revision" integer not null,
  "session_id" text not null,
  "name" text not null,
  "status" text not null,
  "size" integer not null,
  "checksum" text,
  "version" integer not null,
  "bytes_transferred" integer not null,
  "blob_id" text
) strict;
create unique index "download_session_file_name_key"
  on "download_session_file" ("session_id", "name");

create table "item_file" (
  "id" text not null primary key,
  "revision" integer not null,
  "item_id" text not null,
  "name" text not null,
  "version" integer not null,
  "until" integer,
  "forget_at" integer,
  "blob_id" text,
  "size" integer not null,
  "checksum" text
) strict;
create unique index "item_file_name_key"
  on "item_file" ("item_id", "name")
  where "until" is null;
create index "item_file_item_id_version_index"
  on "item_file" ("item_id", "version");
create index "item_file_forget_at_index"
  on "item_file" ("forget_at");

create table "update_session" (
  "id" text not null primary key,
  "revision" integer not null,
  "item_id" text not null,
  "library_id" text not null,
  "user_id" text not null,
  "user_name" text not null,
  "token_id" text,
  "state" text not null,
  "error_message" text,
  "client_progress" integer not null,
  "warning_behavior" text,
  "content_version" integer not null,
  "file_count" integer not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  "forget_at" integer
) strict;
create unique index "update_session_active_key"
  on "update_session" ("item_id")
  where "state" = 'ACTIVE';
create index "update_session_user_id_id_index"
  on "update_session" ("user_id", "id");
create index "update_session_item_id_id_index"
  on "update_session" ("item_id", "id");
create index "update_session_expires_at_index"
  on "update_session" ("expires_at")
  where "state" = 'ACTIVE';
create index "update_session_forget_at_index"
  on "update_session" ("forget_at");

create table "download_session" (
  "id" text not null primary key,
  "revision" integer not null,
  "item_id" text not null,
  "library_id" text not null,
  "user_id" text not null,
  "token_id" text,
  "state" text not null,
  "error_message" text,
  "client_progress" integer not null,
  "content_version" integer not null,
  "created_at" integer not null,
  "expires_at" integer not null,
  "forget_at" integer
) strict;
create index "download_session_user_id_id_index"
  on "download_session" ("user_id", "id");
create index "download_session_item_id_id_index"
  on "download_session" ("item_id", "id");
create index "download_session_expires_at_index"
  on "download_session" ("expires_at")
  where "state" = 'ACTIVE';
create index "download_session_forget_at_index"
  on "download_session" ("forget_at");

create table "item" (
  "id" text not null primary key,
  "revision" integer not null,
  "library_id" text not null,
  "name" text not null,
  "name_key" text not null,
  "description" text not null,
  "item_type" text not null,
  "item_type_key" text not null,
  "source_id" text,
  "version" integer not null,
  "content_version" integer not null,
  "metadata_version" integer not null,
  "size" integer not null,
  "file_count" integer not null,
  "created_at" integer not null,
  "modified_at" integer not null,
  "deleted_at" integer
) strict;
create unique index "item_name_key"
  on "item" ("library_id", "name_key")
  where "deleted_at" is null;
create index "item_library_id_id_index"
  on "item" ("library_id", "id");
create index "item_name_key_index"
  on "item" ("name_key");
create index "item_item_type_key_index"
  on "item" ("item_type_key");
create index "item_source_id_index"
  on "item" ("source_id");
create index "item_deleted_at_id_index"
  on "item" ("deleted_at", "id");

create table "library" (
  "id" text not null primary key,
  "revision" integer not null,
  "name" text not null,
  "name_key" text not null,
  "description" text not null,
  "type" text not null,
  "version" integer not null,
  "storage_backings" text not null,
  "options" text not null,
  "created_at" integer not null,
  "modified_at" integer not null,
  "deleted_at" integer
) strict;
create index "library_name_key_index"
  on "library" ("name_key");
create index "library_deleted_at_id_index"
  on "library" ("deleted_at", "id");

create table "schema_version" (
  "version" integer not null primary key,
  "name" text not null,
  "applied_at" integer not null
) strict;

insert into "schema_version" ("version", "name", "applied_at")
  values (1, 'catalog', unixepoch() * 1000);
