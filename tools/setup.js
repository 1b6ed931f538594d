// @ts-check
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const stamp = join(root, 'node_modules/.setup-done')

/** The command that runs the pinned pnpm: fetched by npx, so Node and npm are all a machine needs. */
export const pnpm = `npx --prefer-offline -y ${readJson('package.json').packageManager}`

/** The installed compiler, as a command for a shell (npx would take its flags for its own). */
export const tsc = join('node_modules', '.bin', 'tsc')

/**
 * Installs what the lockfile names, unless that is what is installed already. Plain JavaScript
 * without dependencies: this is the first thing that runs in a fresh clone, on Node 20.
 */
export function setUp() {
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('Installing what the lockfile names; this is done once …')
  // Warnings would only be about packages that ask for a newer Node.js than the one that installs.
  const install = spawnSync(`${pnpm} install --frozen-lockfile --loglevel=error`, {
    cwd: root,
    shell: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (install.status !== 0) process.exit(install.status ?? 1)
  writeFileSync(stamp, wanted)
}

/** The folders of all packages and apps, relative to the checkout. */
export function packageFolders() {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => `${group}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json'))),
  )
}

function fingerprint() {
  const manifests = ['.', 'tools', 'benchmarks', ...packageFolders()].map(
    (folder) => `${folder}/package.json`,
  )
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) setUp()
