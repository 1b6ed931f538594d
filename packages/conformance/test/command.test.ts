import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { runCommand } from '../src/command/run-command.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { startFaultyProxy } from './support/faulty-proxy.ts'
import { startNode } from './support/start-node.ts'

let node: StartedTarget
let url: string

beforeAll(async () => {
  node = await startNode({ store: 'memory:' })
  url = String(node.urls[0])
})

afterAll(() => node[Symbol.asyncDispose]?.())

const run = async (args: readonly string[], environment: Record<string, string> = {}) => {
  let output = ''
  let errors = ''
  const code = await runCommand(args, {
    environment,
    write: (text) => void (output += text),
    complain: (text) => void (errors += text),
  })
  return { code, output, errors }
}

const asUser = () => ({ ACCESSION_PASSWORD: node.password })

describe('the command', () => {
  it('tells what came of each case as TAP', async () => {
    const args = [url, '--only', 'sessions: delete removes*', '--jobs', '2']
    const { code, output, errors } = await run(args, asUser())
    expect(errors).toBe('')
    const lines = output.trimEnd().split('\n')
    expect(lines.slice(0, 2)).toEqual(['TAP version 14', '1..12'])
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok \d+ - rest: update sessions: delete removes one that is DONE$/),
    )
    expect(lines.at(-1)).toBe('# 12 passed, 0 failed, 0 skipped')
    expect(code).toBe(0)
  })

  it('ends with 1 where a case failed, and says what was asked and answered', async () => {
    await using proxy = await startFaultyProxy(new URL(url), {
      answer: (answer) => (answer.status === 404 ? { ...answer, status: 410 } : answer),
    })
    const args = [proxy.url.href, '--only', 'delete of one that is not there', '--spelling', 'api']
    const { code, output } = await run(args, asUser())
    expect(output).toContain('not ok 1 - api: update sessions: delete of one that is not there')
    expect(output).toContain('message: "The status of NOT_FOUND: expected 404, got 410"')
    expect(output).toContain('rule: "docs/protocol.md, Update sessions"')
    expect(output).toMatch(/ {4}- "DELETE 127\.0\.0\.1:\d+\/api\/content\/.* → 410 /)
    expect(output).toContain('# 0 passed, 1 failed, 0 skipped')
    expect(code).toBe(1)
  })

  it('names what it skips, with the reason', async () => {
    const args = [url, '--only', 'a session of someone else', '--spelling', 'rest']
    const { code, output } = await run(args, asUser())
    expect(output).toContain('needs the privilege # SKIP there is no second user')
    expect(code).toBe(0)
    const second = node.secondUser
    const named = [...args, '--second-user', second?.user ?? '']
    const environment = { ...asUser(), ACCESSION_SECOND_PASSWORD: second?.password ?? '' }
    expect((await run(named, environment)).output).toContain('# 2 passed, 0 failed, 0 skipped')
  })

  it('prints JSON, a case a line and the sums', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'accession-conformance-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'password')
    writeFileSync(file, `${node.password}\n`, { mode: 0o600 })
    const args = [url, '--json', '--only', 'health', '--password-file', file]
    const { code, output } = await run(args)
    const lines = output.trimEnd().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      expect.objectContaining({ spelling: 'rest', outcome: 'passed', rule: 'Health' }),
      expect.objectContaining({ spelling: 'api', outcome: 'passed' }),
      expect.objectContaining({ spelling: 'json-rpc', outcome: 'passed' }),
      { passed: 3, failed: 0, skipped: 0 },
    ])
    expect(code).toBe(0)
  })

  it('lists the cases of a spelling, and tries none', async () => {
    const { code, output } = await run(['--list', '--spelling', 'rest', '--only', 'addresses'])
    expect(output).toContain('addresses: the colon of an id may be encoded\n')
    expect(output).not.toContain('share an address')
    expect(code).toBe(0)
  })

  it.each([
    [[], 'its URL is missing'],
    [['ftp://a'], 'is no URL'],
    [['http://a/rest'], 'must end after its host and port'],
    [['http://user:secret@a'], 'must not hold a user name'],
    [['http://127.0.0.1:1'], 'There is no password'],
    [['http://127.0.0.1:1', '--password-file', '/nowhere/at/all'], 'cannot be read'],
    [['http://127.0.0.1:1', '--password', 'x'], 'cannot sign in at'],
    [['--list', '--only', 'no such case'], 'No case holds'],
    [['--jobs', '0'], 'whole number from 1'],
    [['--spelling', 'soap'], 'Allowed choices'],
    [['--unknown'], 'unknown option'],
  ])('refuses %j', async (args, told) => {
    const { code, output, errors } = await run(args)
    expect(errors).toContain(told)
    expect([code, output]).toEqual([2, ''])
  })

  it('tries nothing where the password is wrong', async () => {
    const { code, output, errors } = await run([url, '--password', 'wrong'])
    expect([code, output]).toEqual([2, ''])
    expect(errors).toContain('cannot sign in')
    expect(errors).not.toContain('wrong\n')
  })
})
