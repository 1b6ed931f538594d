import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { checkout } from '../workspace/workspace.ts'

interface Outcome {
  readonly title: string
  readonly values: readonly number[]
}

/** The figures of a run with tiny counts, which says that they can be made, and nothing of speed. */
const figuresOf = async (only: string): Promise<readonly Outcome[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-benchmarks-'))
  onTestFinished(async () => rm(folder, { recursive: true }))
  const json = join(folder, 'figures.json')
  const args = ['--quick', '--rounds', '1', '--only', only, '--json', json, '--folder', folder]
  await promisify(execFile)(process.execPath, [join(checkout, 'benchmarks/main.ts'), ...args])
  return (JSON.parse(await readFile(json, 'utf8')) as { readonly outcomes: readonly Outcome[] })
    .outcomes
}

it('makes its figures of sessions, uploads and downloads', async ({ skip }) => {
  if (!existsSync(join(checkout, 'apps/cli/dist/main.js'))) return skip('accession is not built')
  const outcomes = await figuresOf('get,download')
  expect(outcomes.length).toBe(4)
  for (const { title, values } of outcomes) {
    expect(values, title).toHaveLength(1)
    expect(values[0], title).toBeGreaterThan(0)
  }
  return undefined
})

it('refuses a figure that there is not', async () => {
  await expect(figuresOf('speed')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no figure speed') as string,
  })
})
