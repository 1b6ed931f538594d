import { posix } from 'node:path'
import type { Package, Workspace } from '../workspace/workspace.ts'
import { declaredBy } from './check-boundaries.ts'

/**
 * Names every TypeScript project reference that is missing. The compiler does not: it would resolve
 * the package to its sources and check them again as part of the wrong project.
 */
export function checkReferences(workspace: Workspace): readonly string[] {
  const published = workspace.packages.filter(({ manifest }) => !manifest.private)
  return [
    ...published.flatMap((owner) => [
      ...missing(
        workspace,
        `${owner.folder}/tsconfig.build.json`,
        neededBy(workspace, owner, false),
      ),
      ...missing(workspace, `${owner.folder}/tsconfig.json`, [
        `${owner.folder}/tsconfig.build.json`,
        ...neededBy(workspace, owner, true),
      ]),
    ]),
    ...missing(
      workspace,
      'tsconfig.json',
      workspace.packages.map(({ folder }) => `${folder}/tsconfig.json`),
    ),
  ]
}

function neededBy(workspace: Workspace, owner: Package, dev: boolean): readonly string[] {
  const declared = declaredBy(owner, { dev })
  return workspace.packages
    .filter((other) => other !== owner && declared.has(other.manifest.name))
    .map(({ folder }) => `${folder}/tsconfig.build.json`)
}

function missing(workspace: Workspace, path: string, needed: readonly string[]): readonly string[] {
  const text = workspace.files.get(path)
  if (text === undefined) return [`${path} is missing`]
  const { references = [] } = JSON.parse(text) as { references?: readonly { path: string }[] }
  const present = references
    .map((reference) => posix.join(posix.dirname(path), reference.path))
    .map((target) => (target.endsWith('.json') ? target : `${target}/tsconfig.json`))
  return needed
    .filter((target) => !present.includes(target))
    .map((target) => `${path} does not reference ${target}`)
}
