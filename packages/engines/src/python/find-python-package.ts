import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isOurs, keepFolder, keptPath } from './kept-folder.ts'

/** Installing takes some 10 s; a registry that is much slower is not waited for. */
const installingMs = 60_000

const pipFlags = ['--quiet', '--no-compile', '--disable-pip-version-check', '--retries', '1']

const execute = promisify(execFile)

/** A Python that has a package, or why there is none. */
export type PythonWithPackage = { readonly python: string } | { readonly missing: string }

/**
 * Finds a package, `name==version`, in a virtual environment below the temporary folder, where it
 * stays for the next time; makes it first where there is none. Where that cannot be done it says why.
 */
export const findPythonPackage = async (pinned: string): Promise<PythonWithPackage> => {
  const name = pinned.replace('==', '-')
  const kept = keptPath(name)
  if (await isOurs(kept)) return { python: pythonIn(kept) }
  try {
    await execute('python3', [
      '-c',
      'import venv, ensurepip, sys; assert sys.version_info >= (3, 10)',
    ])
  } catch {
    return { missing: 'python3 (3.10 or later) with venv is not installed' }
  }
  try {
    return { python: pythonIn(await keepFolder(name, (folder) => install(folder, pinned))) }
  } catch (error) {
    return { missing: `${pinned} cannot be installed: ${lastLine(error)}` }
  }
}

const pythonIn = (folder: string): string => join(folder, 'bin', 'python')

const install = async (folder: string, pinned: string): Promise<void> => {
  await execute('python3', ['-m', 'venv', folder], { timeout: installingMs })
  const pip = ['-m', 'pip', 'install', ...pipFlags, pinned]
  await execute(pythonIn(folder), pip, { timeout: installingMs })
}

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string }
  return (stderr || message).trim().split('\n').at(-1) ?? ''
}
