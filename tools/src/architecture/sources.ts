import { readImports, type ModuleFacts } from '../workspace/read-imports.ts'
import type { Package, Workspace } from '../workspace/workspace.ts'

/** A parsed source file of a package. */
export interface Source extends ModuleFacts {
  readonly path: string
  readonly owner: Package
  /** Relative to the package's `src`. */
  readonly inSrc: string
  readonly isTest: boolean
}

/** Every TypeScript file under the `src` folders of packages and apps. */
export function sourcesOf(workspace: Workspace): readonly Source[] {
  return workspace.packages.flatMap((owner) =>
    [...workspace.files]
      .filter(([path]) => path.startsWith(`${owner.folder}/src/`) && /\.tsx?$/.test(path))
      .map(([path, text]) => ({
        path,
        owner,
        inSrc: path.slice(owner.folder.length + '/src/'.length),
        isTest: /\.(?:test|test-d)\.tsx?$/.test(path),
        ...readImports(path, text),
      })),
  )
}

/** The package a bare specifier names: `hono/cors` is `hono`, `@a/b/c` is `@a/b`. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Whether a specifier names a file rather than a package. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.')
}
