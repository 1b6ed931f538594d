import { CommandError } from '../command-error.ts'
import { printable } from '../output/printable.ts'

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i

/**
 * Refuses a name from a server that could lead out of the folder it is written to, or means
 * something else than a file there.
 */
export const checkFileName = (name: string): void => {
  const isPlain =
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    !/[/\\\p{Cc}]/u.test(name) &&
    !/^[a-z]:/i.test(name)
  const isPlainOnWindows = !reserved.test(name) && !/[:<>"|?*]|[. ]$/.test(name)
  if (isPlain && (process.platform !== 'win32' || isPlainOnWindows)) return
  throw new CommandError(
    `The file name ${JSON.stringify(printable(name))} is not safe to write: nothing was exported.`,
  )
}
