import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isOurs, keepFolder, keptPath } from '@accession/engines/python'

/** That of `test/govc/go.mod`: older ones have not all of the commands, or print otherwise. */
const version = '0.52.0'
const folderName = `govc-${version}`
const source = join(import.meta.dirname, '..', 'govc')

/** A busy machine that has nothing of it compiled takes two minutes. */
const buildingMs = 600_000

const execute = promisify(execFile)

/** The program, or why there is none. */
export type Govc = { readonly program: string } | { readonly missing: string }

/**
 * Finds govc: the program that `ACCESSION_GOVC` names, the one that was built here before, or that of
 * the path. Among the long tests, and where Go is, it is built where there is none, which costs 45 s
 * of a processor; it stays below the temporary folder.
 */
export const findGovc = async (): Promise<Govc> => {
  const named = process.env['ACCESSION_GOVC']
  if (named !== undefined) return { program: named }
  const folder = keptPath(folderName)
  if (await isOurs(folder)) return { program: programIn(folder) }
  if (await isNewEnough('govc')) return { program: 'govc' }
  if (process.env['ACCESSION_TEST_LONG'] !== '1') {
    return {
      missing: `the path has none of ${version} or later; the long tests build it, and ACCESSION_GOVC may name one`,
    }
  }
  if (!(await succeeds('go', ['version']))) return { missing: 'Go, which builds it, is not there' }
  if (!(await succeeds('go', ['mod', 'download'], { cwd: source })))
    return { missing: 'Go cannot download the modules that it is built of' }
  return { program: programIn(await keepFolder(folderName, build)) }
}

const programIn = (folder: string): string => join(folder, 'govc')

const isNewEnough = (program: string): Promise<boolean> =>
  succeeds(program, ['version', '-require', version])

const succeeds = async (program: string, args: readonly string[], options = {}): Promise<boolean> =>
  execute(program, [...args], options).then(
    () => true,
    () => false,
  )

/** Without optimizing, which would take twice as long. */
const build = async (folder: string): Promise<void> => {
  const flags = ['-gcflags=all=-N -l', '-ldflags=-s -w', '-o', programIn(folder)]
  const env = { ...process.env, CGO_ENABLED: '0' }
  await execute('go', ['build', ...flags, '.'], { cwd: source, env, timeout: buildingMs })
}
