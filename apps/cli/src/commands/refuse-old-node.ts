import { CommandError } from '../command-error.ts'

/** Refuses a Node that lacks the SQLite that catalogs are kept in. */
export const refuseOldNode = (command: string, version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 13)) return
  throw new CommandError(
    `${command} needs Node.js 22.13 or later, and this is ${version}: update Node.js, or run \`npm start\` in a checkout, which brings its own.`,
  )
}
