import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { migrations } from './index.ts'

it('files of sessions that are open while the catalog is migrated are found by their endings', () => {
  using database = new DatabaseSync(':memory:')
  for (const { sql, version } of migrations) if (version < 10) database.exec(sql)
  const insert = database.prepare(
    `insert into update_session_file
      (id, revision, session_id, name, change, source_type, status, bytes_transferred)
      values (?1, 1, 'session', ?1, 'ADD', 'PUSH', 'READY', 0)`,
  )
  for (const name of ['box.OVF', 'box.mf', 'box.cert', 'box.vmdk', 'boxmf']) insert.run(name)
  for (const { sql, version } of migrations) if (version === 10) database.exec(sql)
  const rows = database.prepare('select name, name_ending from update_session_file order by name')
  expect(rows.all().map((row) => Object.values(row))).toEqual([
    ['box.OVF', '.ovf'],
    ['box.cert', '.cert'],
    ['box.mf', '.mf'],
    ['box.vmdk', ''],
    ['boxmf', ''],
  ])
})
