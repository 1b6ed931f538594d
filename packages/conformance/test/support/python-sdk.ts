import { execFile } from 'node:child_process'
import { lstat, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The part of the official SDK (`vcf-sdk`) that has the content library, with what that needs: a
 * quarter of the whole. Another version gets a folder of its own.
 */
const sdk = 'vmware-vcenter==9.1.1.0'

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
  const folder = join(tmpdir(), `accession-${sdk.replace('==', '-')}-${userInfo().uid}`)
  const python = join(folder, 'bin', 'python')
  if (await isOurs(python)) return { python }
  try {
    await execute('python3', [
      '-c',
      'import venv, ensurepip, sys; assert sys.version_info >= (3, 10)',
    ])
  } catch {
    return { missing: 'python3 (3.10 or later) with venv is not installed' }
  }
  try {
    await install(folder)
  } catch (error) {
    return { missing: `${sdk} cannot be installed: ${lastLine(error)}` }
  }
  return { python }
}

/** Makes it beside its place, so that what is there is whole, also where two begin at once. */
const install = async (folder: string): Promise<void> => {
  const unfinished = await mkdtemp(`${folder}-`)
  try {
    await execute('python3', ['-m', 'venv', unfinished], { timeout: installingMs })
    const python = join(unfinished, 'bin', 'python')
    await execute(python, ['-m', 'pip', 'install', ...pipFlags, sdk], { timeout: installingMs })
    // Whoever was faster has made the same.
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await isOurs(folder))) throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Whether it is there, and nobody else has put it there: the temporary folder is everybody's. */
const isOurs = async (path: string): Promise<boolean> => {
  const found = await lstat(path).catch(() => undefined)
  return found?.uid === userInfo().uid
}

const lastLine = (error: unknown): string => {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string }
  return (stderr || message).trim().split('\n').at(-1) ?? ''
}
