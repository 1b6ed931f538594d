create table "task" (
  "id" text not null primary key,
  "revision" integer not null,
  "kind" text not null,
  "subject" text not null,
  "service" text not null,
  "operation" text not null,
  "description" text not null,
  "target_type" text,
  "target_id" text,
  "library_id" text,
  "user_id" text not null,
  "user_name" text not null,
  "status" text not null,
  "is_cancelable" text not null,
  "progress_completed" integer not null,
  "progress_total" integer not null,
  "progress_message" text not null,
  "checkpoint" text,
  "error" text,
  "result" text,
  "attempts" integer not null,
  "holder" text,
  "created_at" integer not null,
  "started_at" integer,
  "ended_at" integer,
  "due_at" integer not null,
  "forget_at" integer
) strict;
create unique index "task_live_key"
  on "task" ("kind", "subject") where "ended_at" is null;
create index "task_kind_due_at_index"
  on "task" ("kind", "due_at") where "ended_at" is null;
create index "task_user_id_id_index"
  on "task" ("user_id", "id");
create index "task_library_id_id_index"
  on "task" ("library_id", "id");
create index "task_forget_at_index"
  on "task" ("forget_at");

insert into "schema_version" ("version", "name", "applied_at")
  values (4, 'task', unixepoch() * 1000);
