import { expect, it } from 'vitest'
import { readWorkspace } from '../workspace/workspace.ts'
import { packageArrows } from './arrows.ts'
import { checkArrows } from './check-arrows.ts'
import {
  checkDeclared,
  checkNamedExports,
  checkNodePrefix,
  checkRelativeImports,
} from './check-boundaries.ts'
import { checkLengths, checkNothingForeign } from './check-files.ts'
import { checkReferences } from './check-references.ts'
import { sourcesOf } from './sources.ts'

const workspace = readWorkspace()

it('finds the packages of the table, and sources in core', () => {
  const folders = workspace.packages.map(({ folder }) => folder)
  expect(folders).toEqual(expect.arrayContaining(Object.keys(packageArrows)))
  expect(sourcesOf(workspace).some(({ owner }) => owner.folder === 'packages/core')).toBe(true)
})

it.each([
  ['imports follow the arrows', checkArrows],
  ['relative imports stay in their package', checkRelativeImports],
  ['imported packages are declared', checkDeclared],
  ['Node modules are imported by their full names', checkNodePrefix],
  ['TypeScript projects reference what they need', checkReferences],
  ['exports have names', checkNamedExports],
  ['files are short', checkLengths],
  ['nothing ties the project to one machine', checkNothingForeign],
])('%s', (_, check) => {
  expect(check(workspace)).toEqual([])
})
