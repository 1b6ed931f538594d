import { expect, it } from 'vitest'
import { workspaceOf, type Workspace } from '../workspace/workspace.ts'
import { checkArrows } from './check-arrows.ts'
import {
  checkDeclared,
  checkNamedExports,
  checkNodePrefix,
  checkRelativeImports,
} from './check-boundaries.ts'
import { checkLengths, checkNothingForeign } from './check-files.ts'
import { checkReferences } from './check-references.ts'

const sound: Readonly<Record<string, string>> = {
  'tsconfig.json': references(['packages/core', 'packages/http', 'packages/client', 'apps/cli']),
  ...packageFiles('packages/core', '@accession/core', []),
  ...packageFiles('packages/http', '@accession/http', ['core'], ['hono']),
  ...packageFiles('packages/client', '@accession/client', ['core']),
  ...packageFiles('apps/cli', 'accession', ['client', 'server'], []),
  'packages/core/src/index.ts': `export * from './sessions/delete.ts'`,
  'packages/core/src/contract/index.ts': `export const contract = {}`,
  'packages/core/src/ports/store.ts': `import type { contract } from '../contract/index.ts'`,
  'packages/core/src/sessions/delete.ts': `import { contract } from '../contract/index.ts'`,
  'packages/http/src/index.ts': `import { Hono } from 'hono'\nimport '@accession/core'`,
  'apps/cli/src/serve.ts': `const { serve } = await import('@accession/server')`,
}

/** The sound workspace with files added or replaced. */
function plant(files: Readonly<Record<string, string>> = {}): Workspace {
  return workspaceOf(new Map(Object.entries({ ...sound, ...files })))
}

it.each([
  checkArrows,
  checkRelativeImports,
  checkDeclared,
  checkNodePrefix,
  checkNamedExports,
  checkReferences,
  checkLengths,
  checkNothingForeign,
])('%o finds nothing in a sound workspace', (check) => {
  expect(check(plant())).toEqual([])
})

it.each([
  ['packages/core/src/a.ts', `import { Hono } from 'hono'`, 'hono'],
  ['packages/core/src/a.ts', `import fs from 'node:fs'`, 'node:fs'],
  ['packages/core/src/a.ts', `import { it } from 'vitest'`, 'vitest'],
  ['packages/http/src/a.ts', `const fs = await import('node:fs')`, 'node:fs'],
  ['packages/http/src/a.ts', `export * from '@accession/store-sql'`, '@accession/store-sql'],
  ['packages/client/src/a.ts', `import { invoke } from '@accession/core'`, '@accession/core'],
  ['packages/client/src/a.ts', `type T = import('@accession/http').T`, '@accession/http'],
  ['apps/cli/src/a.ts', `import { serve } from '@accession/server'`, '@accession/server'],
  ['packages/core/src/ports/a.ts', `import { c } from '../contract/index.ts'`, '(contract)'],
  ['packages/core/src/contract/a.ts', `import type { S } from '../ports/store.ts'`, '(ports)'],
  ['packages/core/src/errors/a.ts', `import { d } from '../sessions/delete.ts'`, '(behaviour)'],
  ['packages/core/src/sessions/a.ts', `import { m } from '../memory/index.ts'`, '(memory)'],
])('checkArrows finds %s: %s', (path, text, found) => {
  expect(checkArrows(plant({ [path]: text }))).toEqual([expect.stringContaining(found)])
})

it('checkArrows finds a package without a row', () => {
  const stray = packageFiles('packages/stray', '@accession/stray', [])
  expect(checkArrows(plant(stray))).toEqual([expect.stringContaining('packages/stray')])
})

it.each([
  [checkRelativeImports, 'packages/http/src/a.ts', `import '../../core/src/index.ts'`],
  [checkRelativeImports, 'packages/http/src/a.ts', `import '../test/helper.ts'`],
  [checkDeclared, 'packages/http/src/a.ts', `import 'pino'`],
  [checkDeclared, 'packages/http/src/a.test.ts', `import 'pino'`],
  [checkDeclared, 'packages/http/src/a.ts', `import 'vitest'`],
  [checkNodePrefix, 'apps/cli/src/a.ts', `import 'fs'`],
  [checkNamedExports, 'packages/core/src/a.ts', `export default 1`],
  [checkNamedExports, 'packages/core/src/a.ts', `const a = 1\nexport { a as default }`],
  [checkReferences, 'packages/http/tsconfig.build.json', references([])],
  [checkReferences, 'packages/http/tsconfig.json', references(['../core/tsconfig.build.json'])],
  [checkReferences, 'tsconfig.json', references(['packages/core', 'packages/http', 'apps/cli'])],
  [checkLengths, 'packages/core/src/a.test.ts', `// line\n`.repeat(401)],
  [checkNothingForeign, 'docs/a.md', ['see ', 'work', 'plan.md'].join('/')],
  [checkNothingForeign, '.ci/a', ['cd ', 'home', 'someone'].join('/')],
  [checkNothingForeign, '.npmrc', ['registry', 'example', 'com'].join('.')],
] as const)('%o finds %s: %s', (check, path, text) => {
  expect(check(plant({ [path]: text }))).toEqual([expect.stringContaining(path)])
})

function packageFiles(
  folder: string,
  name: string,
  uses: readonly string[],
  libraries: readonly string[] = [],
): Record<string, string> {
  const names = [...uses.map((one) => `@accession/${one}`), ...libraries]
  const built = uses
    .filter((one) => one !== 'server')
    .map((one) => `../../packages/${one}/tsconfig.build.json`)
  return {
    [`${folder}/package.json`]: JSON.stringify({
      name,
      dependencies: Object.fromEntries(names.map((one) => [one, '*'])),
      devDependencies: { vitest: '*' },
    }),
    [`${folder}/tsconfig.build.json`]: references(built),
    [`${folder}/tsconfig.json`]: references(['./tsconfig.build.json', ...built]),
  }
}

function references(paths: readonly string[]): string {
  return JSON.stringify({ references: paths.map((path) => ({ path })) })
}
