import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isOurs, keepFolder, keptPath } from './kept-folder.ts'

/**
 * The part of the official SDK that has the content library, with what that needs: a quarter of
 * `vcf-sdk`, which is a list of such parts and has no code of its own. Another version gets a folder
 * of its own.
 */
const sdk = 'vmware-vcenter==9.1.1.0'
const folderName = sdk.replace('==', '-')

/** Installing takes some 10 s; a registry that is much slower is not waited for. */
const installingMs = 60_000

const pipFlags = ['--quiet', '--no-compile', '--disable-pip-version-check', '--retries', '1']

const execute = promisify(execFile)

/** A Python that has the official SDK, or why there is none. */
export type PythonSdk = { readonly python: string } | { readonly missing: string }

/**
 * Finds the SDK in a virtual environment below the temporary folder, where it stays for the next time;
 * makes it first where there is none. Where that cannot be done it says why.
 */
export const findPythonSdk = async (): Promise<PythonSdk> => {
  const folder = keptPath(folderName)
  if (await isOurs(folder)) return { python: pythonIn(folder) }
  try {
    await execute('python3', [
      '-c',
      'import venv, ensurepip, sys; assert sys.version_info >= (3, 10)',
    ])
  } catch {
    return { missing: 'python3 (3.10 or later) with venv is not installed' }
  }
  try {
    return { python: pythonIn(await keepFolder(folderName, install)) }
  } catch (error) {
    return { missing: `${sdk} cannot be installed: ${lastLine(error)}` }
  }
}

const pythonIn = (folder: string): string => join(folder, 'bin', 'python')

const install = async (folder: string): Promise<void> => {
  await execute('python3', ['-m', 'venv', folder], { timeout: installingMs })
  const pip = ['-m', 'pip', 'install', ...pipFlags, sdk]
  await execute(pythonIn(folder), pip, { timeout: installingMs })
}

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string }
  return (stderr || message).trim().split('\n').at(-1) ?? ''
}
