import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAccession, type Accession } from './accession.ts'

const timeout = 60_000
/** The program of packages/client/test/vcsim, built. */
const program = process.env['ACCESSION_VCSIM']
if (program === undefined) {
  console.warn('Skipped: ACCESSION_VCSIM names no simulator of a vCenter to try the commands with')
}

describe.skipIf(program === undefined)('against a simulated vCenter', { timeout }, () => {
  let accession: Accession
  let vcsim: ChildProcess
  let env: Record<string, string> = {}
  let datastore = ''
  beforeAll(async () => {
    accession = await startAccession()
    // It ends when its input does, so also when this process is killed.
    vcsim = spawn(program ?? '', { stdio: ['pipe', 'pipe', 'ignore'] })
    if (!vcsim.stdout) throw new Error('The simulator has no output to read')
    const [line] = (await once(createInterface(vcsim.stdout), 'line')) as [string]
    const [url = '', id = ''] = line.split(' ')
    datastore = id
    env = { ACCESSION_SERVER: url, ACCESSION_USER: 'user', ACCESSION_PASSWORD: 'pass' }
  }, timeout)
  afterAll(async () => {
    const ended = once(vcsim, 'exit')
    vcsim.stdin?.end()
    await ended
    await accession.close()
  })

  const run = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await accession.run(args, { env })
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return stdout.trim()
  }

  it('calls operations, and frees a session that waits for its upload', async () => {
    await run('library', 'create', 'images', '--datastore', datastore)
    const library = await run('library', 'ls', '--output', 'ids')
    const spec = ['--create_spec.library_id', library, '--create_spec.name', 'one']
    const item = await run('call', 'item.create', ...spec, '--create_spec.type', 'iso')
    const create = ['call', 'update_session.create', '--create_spec.library_item_id', item]
    const session = await run(...create)
    const file = ['--file_spec.name', 'a', '--file_spec.source_type', 'PUSH']
    await run('call', 'update_session_file.add', '--update_session_id', session, ...file)
    const doctor = ['session', 'doctor', '--interval', '0.1', '--json']
    const told = await accession.run(doctor, { env })
    expect(JSON.parse(told.stdout)).toMatchObject([
      { id: session, item_path: 'images/one', findings: [{ kind: 'waiting_for_upload' }] },
    ])
    expect(JSON.parse(await run(...doctor, '--yes'))).toMatchObject([{ id: session, freed: true }])
    expect(JSON.parse(await run('session', 'ls', '--json'))).toEqual([])
  })
})
