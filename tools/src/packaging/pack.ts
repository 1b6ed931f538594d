import { execFileSync, execSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm } from '../../setup.js'
import { checkout, type Package } from '../workspace/workspace.ts'

/** A package as it would be published, and unpacked again. */
export interface Packed {
  readonly owner: Package
  readonly tarball: string
  readonly folder: string
}

/** Packs every public package into `target` with the pinned pnpm, and unpacks it beside. */
export function packAll(packages: readonly Package[], target: string): readonly Packed[] {
  execSync(`${pnpm} --recursive --filter "!@accession/tools" pack --pack-destination "${target}"`, {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return packages.map((owner) => {
    const { name, version } = owner.manifest
    const stem = `${name.replace('@', '').replace('/', '-')}-${version}`
    const tarball = join(target, `${stem}.tgz`)
    const folder = join(target, stem)
    mkdirSync(folder)
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components', '1'])
    return { owner, tarball, folder }
  })
}

/** The files of an unpacked package, relative to it. */
export function filesOf({ folder }: Packed): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

/** The text of one file of an unpacked package. */
export function readPacked({ folder }: Packed, file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
