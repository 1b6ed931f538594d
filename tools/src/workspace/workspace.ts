import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The parts of a package.json that the checks read. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly exports?: unknown
}

/** A package of the workspace. */
export interface Package {
  /** Relative to the checkout, with `/`: `packages/core`. */
  readonly folder: string
  readonly manifest: Manifest
}

/** The checkout as the checks see it; tests of the checks plant one of their own. */
export interface Workspace {
  readonly packages: readonly Package[]
  /** Text files by path relative to the checkout, with `/`. */
  readonly files: ReadonlyMap<string, string>
}

/** The folder of the checkout. */
export const checkout = fileURLToPath(new URL('../../..', import.meta.url))

const ignoredNames = new Set([
  '.git',
  '.turbo',
  'node_modules',
  'dist',
  '.wrangler',
  'data',
  'test-results.json',
])
const textBytesMax = 4_000_000

/** Reads every text file that is not ignored by git. */
export function readWorkspace(): Workspace {
  return workspaceOf(new Map(readFolder('')))
}

/** Finds the packages among the files. */
export function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
  const packages = [...files]
    .filter(([path]) => /^(?:(?:packages|apps)\/[^/]+|tools)\/package\.json$/.test(path))
    .map(([path, text]) => ({
      folder: path.replace(/\/package\.json$/, ''),
      manifest: JSON.parse(text) as Manifest,
    }))
    .toSorted((a, b) => a.folder.localeCompare(b.folder))
  return { packages, files }
}

function* readFolder(folder: string): Generator<[path: string, text: string]> {
  for (const entry of readdirSync(join(checkout, folder), { withFileTypes: true })) {
    if (ignoredNames.has(entry.name) || /\.(?:tgz|log|tsbuildinfo)$/.test(entry.name)) continue
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) yield* readFolder(path)
    if (!entry.isFile()) continue
    const bytes = readFileSync(join(checkout, path))
    if (bytes.length > textBytesMax || bytes.includes(0)) continue
    yield [path, bytes.toString('utf8')]
  }
}
