alter table "update_session_file" add column "name_ending" text not null default '';
update "update_session_file" set "name_ending" = '.ovf' where lower("name") like '%.ovf';
update "update_session_file" set "name_ending" = '.mf' where lower("name") like '%.mf';
update "update_session_file" set "name_ending" = '.cert' where lower("name") like '%.cert';
create index "update_session_file_session_id_name_ending_index"
  on "update_session_file" ("session_id", "name_ending");

insert into "schema_version" ("version", "name", "applied_at")
  values (10, 'name ending', unixepoch() * 1000);
