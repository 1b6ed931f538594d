import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StartedTarget } from '../src/vitest/index.ts'
import { findPythonSdk } from './support/python-sdk.ts'
import { startNode } from './support/start-node.ts'

const script = fileURLToPath(new URL('./python-sdk/library_life.py', import.meta.url))
const steps = [
  'sessions',
  'library',
  'item',
  'refusals',
  'upload',
  'download',
  'replace',
  'copy',
  'strangers',
  'end',
]

const sdk = await findPythonSdk()
if ('missing' in sdk) process.stderr.write(`skipped: the official Python SDK: ${sdk.missing}\n`)

/** Runs the script; answers how it ended and all it said. */
const run = async (python: string, environment: Readonly<Record<string, string>>) => {
  const child = spawn(python, [script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 100_000,
  })
  const said = { output: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (said.output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (said.errors += text))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, ...said }
}

describe.skipIf('missing' in sdk)('the official Python SDK', () => {
  let node: StartedTarget

  beforeAll(async () => {
    node = await startNode()
  })

  afterAll(() => node[Symbol.asyncDispose]?.())

  it(
    'drives a library through its whole life, and finds every refusal',
    { timeout: 120_000 },
    async () => {
      if ('missing' in sdk) throw new Error(sdk.missing)
      const { code, output, errors } = await run(sdk.python, {
        ACCESSION_URL: String(node.urls[0]),
        ACCESSION_USER: node.user,
        ACCESSION_PASSWORD: node.password,
        ACCESSION_SECOND_USER: node.secondUser?.user ?? '',
        ACCESSION_SECOND_PASSWORD: node.secondUser?.password ?? '',
      })
      expect({ code, errors }).toEqual({ code: 0, errors: '' })
      expect(output.trim().split('\n')).toEqual(steps)
    },
  )
})
