import { execFileSync } from 'node:child_process'
import { delimiter } from 'node:path'

/**
 * The user's own Node.js where it is older than the one that `serve` needs: the first of the PATH
 * outside the checkout. Undefined, and said aloud, where there is none.
 */
export const oldNode = (): string | undefined => {
  const folders = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
  const found = run('node', folders.join(delimiter))
  if (found && Number.parseInt(found.version, 10) < 22) return found.path
  console.warn('Skipped: no Node.js 20 on the PATH to run client commands with')
  return undefined
}

const run = (program: string, path: string): { path: string; version: string } | undefined => {
  try {
    const script = 'console.log(JSON.stringify([process.execPath, process.versions.node]))'
    const told = execFileSync(program, ['-e', script], { env: { PATH: path }, encoding: 'utf8' })
    const [execPath = '', version = ''] = JSON.parse(told) as string[]
    return { path: execPath, version }
  } catch {
    return undefined
  }
}
