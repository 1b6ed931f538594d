import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../src/fixtures/certificates.ts'
import { makeItem, makeLibrary } from '../src/fixtures/libraries.ts'
import { checkFiles, itemOf } from '../src/fixtures/items.ts'
import {
  addFile,
  fillItem,
  namesIn,
  openSession,
  sendFile,
  stateOf,
} from '../src/fixtures/update-sessions.ts'
import type { CaseContext } from '../src/run/case-context.ts'
import type { StartedTarget } from '../src/vitest/index.ts'
import { findGovc } from './support/find-govc.ts'
import { contextOf, signIn } from './support/sign-in.ts'
import { startNode } from './support/start-node.ts'

const govc = await findGovc()
if ('missing' in govc) process.stderr.write(`skipped: govc: ${govc.missing}\n`)

describe.skipIf('missing' in govc)('govc', () => {
  let node: StartedTarget
  let context: CaseContext
  const folder = mkdtempSync(join(tmpdir(), 'accession-govc-home-'))

  beforeAll(async () => {
    node = await startNode()
    context = contextOf(node, { kind: 'token', token: await signIn(node) })
  })

  afterAll(async () => {
    await node[Symbol.asyncDispose]?.()
    rmSync(folder, { recursive: true })
  })

  /** Runs a command as a user does who has set its variables; answers how it ended. */
  const run = (...args: readonly string[]) =>
    new Promise<{ code: unknown; output: Buffer; errors: string }>((resolve) => {
      const env = {
        ...process.env,
        HOME: folder,
        GOVC_URL: String(node.urls[0]),
        GOVC_USERNAME: node.user,
        GOVC_PASSWORD: node.password,
        GOVC_SHOW_UNRELEASED: 'true',
      }
      const program = 'missing' in govc ? '' : govc.program
      const options = { env, encoding: 'buffer', timeout: 60_000 } as const
      execFile(program, [...args], options, (error, output, errors) =>
        resolve({ code: error?.code ?? 0, output, errors: errors.toString() }),
      )
    })

  /** What a command that succeeds prints. */
  const print = async (...args: readonly string[]) => {
    const { code, output, errors } = await run(...args)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    return output.toString()
  }

  /** What a command that fails tells. */
  const failing = async (...args: readonly string[]) => {
    const { code, errors } = await run(...args)
    expect(code).toBe(1)
    return errors
  }

  /** A library with an item that has two files. */
  const makeContent = async (disk: string | Uint8Array = 'the disk') => {
    const name = context.unique('govc')
    const library = await makeLibrary(context, { name, description: 'before' })
    const item = await makeItem(context, library, { name: 'disk', type: 'iso' })
    await fillItem(context, item, { 'disk.iso': disk, 'read me.txt': 'hello' })
    return { name, library, item }
  }

  it('lists libraries, items and files, by path, by name and by id', async () => {
    const { name, library, item } = await makeContent()
    expect((await print('library.ls')).split('\n')).toContain(`/${name}`)
    expect(await print('library.ls', name)).toBe(`/${name}\n`)
    expect(await print('library.ls', library)).toBe(`/${name}\n`)
    expect(await print('library.ls', `/${name}/`)).toBe(`/${name}/disk\n`)
    const files = (await print('library.ls', `/${name}/disk/`)).trim().split('\n')
    expect(files.toSorted()).toEqual([`/${name}/disk/disk.iso`, `/${name}/disk/read me.txt`])
    expect(await print('library.ls', 'nothing of the kind')).toBe('')
    expect(JSON.parse(await print('library.ls', '-json', name))).toMatchObject([
      { id: library, name, type: 'LOCAL', description: 'before', version: '3' },
    ])
    expect(JSON.parse(await print('library.ls', '-json', `/${name}/disk`))).toMatchObject([
      { id: item, library_id: library, name: 'disk', content_version: '2', size: 13 },
    ])
  })

  it('renames libraries and items', async () => {
    const { name, library, item } = await makeContent()
    await print('library.update', '-d', 'after', '-n', `${name} b`, name)
    expect(await context.call('library.get', { library_id: library })).toMatchObject({
      name: `${name} b`,
      description: 'after',
    })
    await print('library.update', '-d', 'a disk', '-n', 'disk b', `/${name} b/disk`)
    expect(await itemOf(context, item)).toMatchObject({ name: 'disk b', description: 'a disk' })
    expect(await failing('library.update', '-n', 'a', 'nothing of the kind')).toContain('matches 0')
  })

  it('exports what is there, byte by byte', async () => {
    const disk = randomBytes(300_000)
    const { name } = await makeContent(disk)
    await print('library.export', `/${name}/disk`, folder)
    expect(readFileSync(join(folder, 'disk.iso')).equals(disk)).toBe(true)
    expect(readFileSync(join(folder, 'read me.txt'), 'utf8')).toBe('hello')
    const { code, output } = await run('library.export', `/${name}/disk/disk.iso`, '-')
    expect({ code, isEqual: output.equals(disk) }).toEqual({ code: 0, isEqual: true })
    expect(await failing('library.export', `/${name}/other`)).toContain('matches 0')
  })

  it('copies items, and tells why not', async () => {
    const { name, library, item } = await makeContent()
    const copy = (await print('library.cp', '-n', 'copy', `/${name}/disk`, name)).trim()
    expect(await itemOf(context, copy)).toMatchObject({ name: 'copy', library_id: library })
    await checkFiles(context, copy, { 'disk.iso': 'the disk', 'read me.txt': 'hello' })
    const errors = await failing('library.cp', '-n', 'COPY', `/${name}/disk`, name)
    expect(errors).toContain('com.vmware.vapi.std.errors.invalid_argument')
    expect((await context.call('item.list', { library_id: library })).toSorted()).toEqual(
      [item, copy].toSorted(),
    )
  })

  it('removes items and libraries', async () => {
    const { name, library, item } = await makeContent()
    await print('library.rm', `/${name}/disk`)
    await context.refused('NOT_FOUND', 'item.get', { library_item_id: item })
    await print('library.rm', library)
    await context.refused('NOT_FOUND', 'library.get', { library_id: library })
    expect(await failing('library.rm', name)).toContain('matches 0')
  })

  it('lists update and download sessions with their files', async () => {
    const { name, item } = await makeContent()
    const update = await openSession(context, item)
    await addFile(context, update, 'new.iso')
    const create_spec = { library_item_id: item }
    const download = await context.call('downloadSession.create', { create_spec })
    const lines = (await print('library.session.ls')).split('\n')
    const row = (id: string) => lines.find((line) => line.startsWith(id)) ?? ''
    expect(row(update)).toMatch(new RegExp(`${name}/disk +Update +2 +0 +ACTIVE +\\d{4}-`))
    expect(row(download)).toMatch(new RegExp(`${name}/disk +Download +2 +0 +ACTIVE +\\d{4}-`))
    // Two documents one after the other, of which the first is that of the update sessions.
    const [updates = ''] = (await print('library.session.ls', '-json', '-i')).split(/(?<=^\})\n/m)
    const { sessions, files } = JSON.parse(updates) as {
      readonly sessions: readonly object[]
      readonly files: Readonly<Record<string, unknown>>
    }
    expect(sessions).toContainEqual(
      expect.objectContaining({ id: update, library_item_path: `/${name}/disk`, state: 'ACTIVE' }),
    )
    expect(files[update]).toContainEqual(
      expect.objectContaining({ name: 'new.iso', status: 'WAITING_FOR_TRANSFER' }),
    )
  })

  it('removes an ACTIVE session only where it may cancel it', async () => {
    const { item } = await makeContent()
    const update = await openSession(context, item)
    const errors = await failing('library.session.rm', update)
    expect(errors).toContain('com.vmware.vapi.std.errors.not_allowed_in_current_state')
    expect(await stateOf(context, update)).toBe('ACTIVE')
    await print('library.session.rm', '-f', update)
    await context.refused('NOT_FOUND', 'updateSession.get', { update_session_id: update })
    expect(await failing('library.session.rm', update)).toContain('404 Not Found')
  })

  it('removes a file of a session, and a download session', async () => {
    const { item } = await makeContent()
    const update = await openSession(context, item)
    await sendFile(context, update, 'new.iso', 'new')
    await print('library.session.rm', '-i', update, 'new.iso')
    expect(await namesIn(context, update)).toEqual(['disk.iso', 'read me.txt'])
    const errors = await failing('library.session.rm', '-i', update, 'new.iso')
    expect(errors).toContain('com.vmware.vapi.std.errors.invalid_argument')
    const create_spec = { library_item_id: item }
    const download = await context.call('downloadSession.create', { create_spec })
    await print('library.session.rm', download)
    await context.refused('NOT_FOUND', 'downloadSession.get', { download_session_id: download })
  })

  it('trusts certificates, and lists and forgets them', async () => {
    const { pem, der } = makeCertificate()
    const id = createHash('sha256').update(der).digest('hex')
    const file = join(folder, 'trusted.pem')
    writeFileSync(file, pem)
    await print('library.trust.create', file)
    expect(await print('library.trust.ls')).toMatch(new RegExp(`^${id} +CN=ed,O=Test\n$`))
    expect(JSON.parse(await print('library.trust.ls', '-json'))).toEqual({
      certificates: [{ certificate: id, cert_text: pem }],
    })
    const thumbprint = id.toUpperCase().match(/../g)?.join(':') ?? ''
    expect(await print('library.trust.info', id)).toContain(thumbprint)
    writeFileSync(file, 'no certificate')
    const errors = await failing('library.trust.create', file)
    expect(errors).toContain('INVALID_ARGUMENT')
    await print('library.trust.rm', id)
    expect(await failing('library.trust.rm', id)).toContain('404 Not Found')
    expect(await print('library.trust.ls')).toBe('')
  })

  it('lists the security policies', async () => {
    const policies = await print('library.policy.ls')
    expect(policies).toMatch(/^Name: +OVF default policy\nPolicy ID: +\S+\n/)
    expect(policies).toContain('Rule: OVF_STRICT_VERIFICATION')
  })

  it.each([
    ['library.sync', '', 'invalid_element_type'],
    ['library.sync', '/disk', 'invalid_element_type'],
    ['library.evict', '', 'invalid_element_type'],
    ['library.evict', '/disk', 'invalid_element_type'],
    ['library.publish', '', 'not_allowed_in_current_state'],
    ['library.publish', '/disk', 'not_allowed_in_current_state'],
    ['library.subscriber.ls', '', 'not_allowed_in_current_state'],
  ])('is told why not: %s %s', async (command, path, error) => {
    const { name } = await makeContent()
    const errors = await failing(command, `/${name}${path}`)
    expect(errors).toContain(`com.vmware.vapi.std.errors.${error}`)
  })
})
