import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import type { Package, Workspace } from '../workspace/workspace.ts'
import { isRelative, packageNameOf, sourcesOf } from './sources.ts'

/** Names every relative import that leaves the folder of its package. */
export function checkRelativeImports(workspace: Workspace): readonly string[] {
  return sourcesOf(workspace).flatMap(({ path, owner, isTest, imports }) => {
    const home = isTest || owner.manifest.private ? `${owner.folder}/` : `${owner.folder}/src/`
    return imports
      .filter(({ specifier }) => isRelative(specifier))
      .filter(({ specifier }) => !posix.join(posix.dirname(path), specifier).startsWith(home))
      .map(({ specifier }) => `${path} leaves ${home} with ${specifier}`)
  })
}

/** Names every imported package that the importing package's own manifest does not list. */
export function checkDeclared(workspace: Workspace): readonly string[] {
  return sourcesOf(workspace).flatMap(({ path, owner, isTest, imports }) => {
    const declared = declaredBy(owner, { dev: isTest || isBundled(owner) })
    return imports
      .filter(({ specifier }) => !isRelative(specifier) && !isOfRuntime(specifier))
      .map(({ specifier }) => packageNameOf(specifier))
      .filter((name) => !declared.has(name))
      .map((name) => `${path} imports ${name}, which ${owner.folder}/package.json does not declare`)
  })
}

/** Whether what it imports is bundled into it, or nobody installs it. */
const isBundled = ({ manifest }: Package): boolean =>
  manifest.name === 'accession' || manifest.private === true

/** Whether a runtime brings the module, and no package does. */
const isOfRuntime = (specifier: string): boolean => /^(node|cloudflare):/.test(specifier)

/** Names every Node module that is imported without `node:`, where no rule would see it. */
export function checkNodePrefix(workspace: Workspace): readonly string[] {
  const builtin = new Set(builtinModules.filter((name) => !name.startsWith('node:')))
  return sourcesOf(workspace).flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => builtin.has(specifier))
      .map(({ specifier }) => `${path} imports ${specifier} without node:`),
  )
}

/** What Cloudflare's runtime starts: it asks for a default export. */
const workers: readonly string[] = ['apps/edge/src/main.ts', 'packages/engines/test/worker/main.ts']

/** Names every default export in the sources. */
export function checkNamedExports(workspace: Workspace): readonly string[] {
  return sourcesOf(workspace)
    .filter(({ path, hasDefaultExport }) => hasDefaultExport && !workers.includes(path))
    .map(({ path }) => `${path} has a default export`)
}

/** The names of the packages that a manifest lets its code import. */
export function declaredBy({ manifest }: Package, { dev }: { dev: boolean }): ReadonlySet<string> {
  return new Set([
    manifest.name,
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
    ...Object.keys(dev ? (manifest.devDependencies ?? {}) : {}),
  ])
}
