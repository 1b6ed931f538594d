import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPythonSdk } from './support/python-sdk.ts'
import { startNode } from './support/start-node.ts'
import { undoing } from './support/undoing.ts'

const script = fileURLToPath(new URL('./python-sdk/main.py', import.meta.url))
const runningMs = 300_000

/** What `main.py` does, in its order. */
const steps = [
  'signing in and out',
  'calls that no stub would send',
  'the life of a library',
  'the life of an item',
  'copies of an item',
  'types of items',
  'update sessions: creating',
  'update sessions: keeping alive',
  'update sessions: of another user',
  'update sessions: ended',
  'update sessions: what is refused of files',
  'update sessions: replacing files',
  'uploads',
  'checksums',
  'download sessions',
  'download sessions: ended',
  'changes of an item',
  'usages of a library',
  'maintenance of a library',
  'converting a library',
  'tasks',
  'moving a library',
  'configuration',
  'trusted certificates',
  'security policies',
  'subscribed libraries',
  'published libraries',
  'update sessions: past their expiry',
]

const sdk = await findPythonSdk()
if ('missing' in sdk) process.stderr.write(`skipped: the official Python SDK: ${sdk.missing}\n`)

/** Runs the script; answers how it ended and all it said. */
const run = async (python: string, environment: Readonly<Record<string, string>>) => {
  const child = spawn(python, [script], {
    env: {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      no_proxy: '127.0.0.1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: runningMs,
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

/** The client of the SDK speaks https alone. */
const secure = { tls: 'self-signed' } as const

/** Starts a library, and one whose update sessions live for a second. */
const startLibraries = () =>
  undoing(async ({ defer, end }) => {
    const node = await startNode(secure)
    defer(() => node[Symbol.asyncDispose]?.())
    const hasty = await startNode({ ...secure, store: 'memory:', sessionTimeout: '1' })
    defer(() => hasty[Symbol.asyncDispose]?.())
    return { node, hasty, end }
  })

describe.skipIf('missing' in sdk)('the official Python SDK', () => {
  let libraries: Awaited<ReturnType<typeof startLibraries>> | undefined
  const failures = new Map<string, string | null>()

  beforeAll(async () => {
    if ('missing' in sdk) return
    libraries = await startLibraries()
    const { node, hasty } = libraries
    const { code, output, errors } = await run(sdk.python, {
      ACCESSION_URL: String(node.urls[0]),
      ACCESSION_HASTY_URL: String(hasty.urls[0]),
      ACCESSION_BLOB_STORE: node.blobStore ?? '',
      ACCESSION_USER: node.user,
      ACCESSION_PASSWORD: node.password,
      ACCESSION_SECOND_USER: node.secondUser?.user ?? '',
      ACCESSION_SECOND_PASSWORD: node.secondUser?.password ?? '',
    })
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    for (const line of output.trim().split('\n')) {
      const { step, failure } = JSON.parse(line) as { step: string; failure: string | null }
      failures.set(step, failure)
    }
  }, runningMs)

  afterAll(() => libraries?.end())

  it.each(steps)('%s', (step) => {
    expect(failures.get(step), failures.get(step) ?? 'it was not tried').toBeNull()
  })

  it('takes no step that is not named here', () => {
    expect([...failures.keys()]).toEqual(steps)
  })
})
