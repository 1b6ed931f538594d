import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const installed = '/usr/lib/ipxe/ipxe.iso'

/**
 * The boot image of Debian's package ipxe: where it is installed, or unpacked from the package in
 * long runs, which may use the network.
 */
export const debianIso = (): string | undefined => {
  const named = process.env['ACCESSION_TEST_ISO']
  if (named) return named
  if (existsSync(installed)) return installed
  if (!process.env['ACCESSION_TEST_LONG'] || !existsSync('/usr/bin/apt-get')) return undefined
  const cwd = mkdtempSync(join(tmpdir(), 'accession-ipxe-'))
  process.once('exit', () => rmSync(cwd, { recursive: true }))
  execFileSync('/usr/bin/apt-get', ['download', 'ipxe'], { cwd, stdio: 'pipe' })
  const [archive] = globSync('ipxe_*.deb', { cwd })
  if (archive === undefined) throw new Error('apt-get download ipxe brought no package')
  execFileSync('/usr/bin/dpkg', ['--extract', archive, '.'], { cwd })
  return join(cwd, installed)
}
