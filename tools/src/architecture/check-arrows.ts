import { posix } from 'node:path'
import type { Workspace } from '../workspace/workspace.ts'
import { coreArrows, packageArrows, type Arrow, type FolderArrow } from './arrows.ts'
import { isRelative, packageNameOf, sourcesOf, type Source } from './sources.ts'

type CoreGroup = keyof typeof coreArrows

/** Names every import that the tables of arrows do not allow, and every package without a row. */
export function checkArrows(workspace: Workspace): readonly string[] {
  const unlisted = workspace.packages
    .filter(({ folder, manifest }) => !manifest.private && !(folder in packageArrows))
    .map(({ folder }) => `${folder} has no row in the table of arrows`)
  const forbidden = sourcesOf(workspace)
    .filter(({ isTest }) => !isTest)
    .flatMap((source) => {
      const arrow = packageArrows[source.owner.folder]
      return arrow ? [...checkPackageArrow(source, arrow), ...checkCoreArrow(source)] : []
    })
  return [...unlisted, ...forbidden]
}

function checkPackageArrow(source: Source, arrow: Arrow): readonly string[] {
  const libraries = new Set([...arrow.libraries, ...(coreArrowOf(source)?.libraries ?? [])])
  const mayImport = ({ specifier, lazy, typeOnly }: Source['imports'][number]) =>
    specifier.startsWith('node:')
      ? arrow.node
      : arrow.packages.includes(specifier) ||
        libraries.has(packageNameOf(specifier)) ||
        ((lazy || typeOnly) && (arrow.lazily ?? []).includes(specifier))
  return source.imports
    .filter((one) => !isRelative(one.specifier) && !mayImport(one))
    .map(({ specifier }) => `${source.path} may not import ${specifier}`)
}

function checkCoreArrow(source: Source): readonly string[] {
  const arrow = coreArrowOf(source)
  if (!arrow) return []
  const from = coreGroupOf(source.inSrc)
  return source.imports
    .filter(({ specifier }) => isRelative(specifier))
    .map(({ specifier, typeOnly }) => ({
      specifier,
      typeOnly,
      to: coreGroupOf(posix.join(posix.dirname(source.inSrc), specifier)),
    }))
    .filter(
      ({ to, typeOnly }) =>
        to !== from && !arrow.folders.includes(to) && !(typeOnly && arrow.types?.includes(to)),
    )
    .map(({ specifier, to }) => `${source.path} (${from}) may not import ${specifier} (${to})`)
}

/** The row of a file in core; `index.ts`, the entry, gathers from everywhere. */
function coreArrowOf({ owner, inSrc }: Source): FolderArrow | undefined {
  if (owner.folder !== 'packages/core' || inSrc === 'index.ts') return undefined
  return coreArrows[coreGroupOf(inSrc)]
}

function coreGroupOf(inSrc: string): CoreGroup {
  const name = (inSrc.split('/')[0] ?? '').replace(/\.ts$/, '')
  return name in coreArrows ? (name as CoreGroup) : 'behaviour'
}
