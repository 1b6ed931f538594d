import { migrationsIn } from '../migrations/index.ts'
import type { Migration } from '../migrations/index.ts'

/** The SQLSTATE of a commit whose statement did not hit the rows it must. */
export const missedState = 'AC001'

/** Ends the transaction of a statement that did not hit so many rows as it must. */
const expectFunction = `
create function accession_expect(hit bigint, expected bigint) returns boolean
language plpgsql as $$
begin
  if hit <> expected then
    raise exception 'A row is not as it was read'
      using errcode = '${missedState}', hint = 'The program reads again: nothing is wrong.';
  end if;
  return true;
end
$$;
`

/** All steps, first to last: the schema of every engine, and what only this one needs. */
export const migrations: readonly Migration[] = migrationsIn({
  text: 'text collate "C"',
  integer: 'bigint',
  wide: '',
  narrow: '',
}).map((step) => (step.version === 1 ? { ...step, sql: step.sql + expectFunction } : step))
