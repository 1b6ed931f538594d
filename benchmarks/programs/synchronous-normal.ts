/** Loaded before the server: its catalog then runs at `synchronous=NORMAL`, to tell what FULL costs. */
import { DatabaseSync } from 'node:sqlite'

const exec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')
  ?.value as DatabaseSync['exec']
const full = 'pragma synchronous = full'
let isFound = false
DatabaseSync.prototype.exec = function execNormal(sql) {
  isFound ||= sql.includes(full)
  return Reflect.apply(exec, this, [sql.replace(full, 'pragma synchronous = normal')])
}
process.once('exit', () => {
  if (!isFound) console.error('No catalog was opened at synchronous=FULL: nothing was compared.')
})
