import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@accession/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminPassword, startAccession, type Accession } from './accession.ts'

let accession: Accession
let data: string
let backup: string

beforeAll(async () => {
  accession = await startAccession()
  data = join(accession.folder, 'data')
  backup = join(accession.folder, 'backup')
  const file = join(accession.folder, 'router.iso')
  await writeFile(file, 'a router, bit by bit')
  const { code, stderr } = await accession.run(['import', file, '--library', 'images'])
  expect({ code, stderr }).toMatchObject({ code: 0 })
}, 60_000)

afterAll(async () => {
  expect(await accession.close()).toBe(0)
})

const signedIn = () => ({
  server: accession.url,
  user: 'administrator@vsphere.local',
  password: adminPassword,
})

const as = (name: string, password: string, args: readonly string[]) =>
  accession.run(args, { env: { ACCESSION_USER: name, ACCESSION_PASSWORD: password } })

const admin = (...args: readonly string[]) => accession.run(['admin', ...args, '--data', data])

const adminJson = async <T>(...args: readonly string[]): Promise<T> => {
  const { code, stdout, stderr } = await admin(...args, '--json')
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return JSON.parse(stdout) as T
}

describe('accession admin', { timeout: 60_000 }, () => {
  it('says what to name where there is nothing to work on', async () => {
    const nowhere = await accession.run(['admin', 'verify', '--data', join(data, 'nowhere')])
    expect(nowhere).toMatchObject({ code: 1, stdout: '' })
    expect(nowhere.stderr).toMatch(/^error: There is no catalog .*--data or ACCESSION_DATA\.\n$/)
    const memory = await accession.run(['admin', 'sweep', '--store', 'memory:'])
    expect(memory).toMatchObject({ code: 2, stdout: '' })
    expect(memory.stderr).toContain('nobody else can reach it')
    const given = { ACCESSION_DATA: data }
    expect(await accession.run(['admin', 'sweep'], { env: given })).toMatchObject({ code: 0 })
  })

  it('verifies, and ends with 1 where anything is wrong', async () => {
    const right = await admin('verify')
    expect(right).toMatchObject({ code: 0, stderr: '' })
    expect(right.stdout).toBe('1 item, 1 file, 1 blob of 20 B: nothing is wrong\n')

    const stored = join(data, 'blobs', 'stored')
    const [folder = ''] = await readdir(stored)
    const [name = ''] = await readdir(join(stored, folder))
    const path = join(stored, folder, name)
    await writeFile(path, 'a router, bit by byt')
    const wrong = await admin('verify', '--json')
    expect(wrong).toMatchObject({ code: 1 })
    expect(JSON.parse(wrong.stdout)).toMatchObject({
      findings: [{ problem: 'wrong_digest', id: name, touches: ['images/router: router.iso'] }],
    })
    expect(await admin('verify', '--fast')).toMatchObject({ code: 0 })
    await writeFile(path, 'a router, bit by bit')
    expect(await admin('verify')).toMatchObject({ code: 0 })
  })

  it('removes what nothing refers to, when it is asked to', async () => {
    const id = '019a0000-0000-7000-8000-000000000001'
    const folder = join(data, 'blobs', 'stored', id.slice(0, 5))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, id), 'lost')
    const found = await admin('verify')
    expect(found).toMatchObject({ code: 1 })
    expect(found.stdout).toMatch(/^orphan_bytes +019a0000.* 4 bytes, not a row$/m)
    const repaired = await admin('verify', '--repair')
    expect(repaired).toMatchObject({ code: 0 })
    expect(repaired.stdout).toContain('Removed 1 blob that')
    expect(await readdir(folder)).toEqual([])
  })

  it('backs up, and restores into an empty place alone', async () => {
    const taken = await adminJson<{ blobs: number; copied: number }>('backup', backup)
    expect(taken).toMatchObject({ blobs: 1, copied: 1, copied_bytes: 20, defects: [] })
    expect(await adminJson('backup', backup)).toMatchObject({ blobs: 1, copied: 0 })
    const restored = join(accession.folder, 'restored')
    const there = await accession.run(['admin', 'restore', backup, '--data', restored])
    expect(there).toMatchObject({ code: 0, stderr: '' })
    expect(there.stdout).toBe('Restored 1 library, 1 item, 1 user and 1 blob of 20 B\n')
    const again = await accession.run(['admin', 'restore', backup, '--data', restored])
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr).toContain('is not empty')
    const verified = await accession.run(['admin', 'verify', '--data', restored])
    expect(verified).toMatchObject({ code: 0 })
    expect(await admin('restore', join(data, 'nowhere'))).toMatchObject({ code: 1 })
  })

  it('copies the bytes to another place, and only what is new the next time', async () => {
    const places = [join(data, 'blobs'), `file://${join(accession.folder, 'moved')}`] as const
    expect(await adminJson('migrate-blobs', ...places)).toMatchObject({ copied: 1, there: 0 })
    expect(await adminJson('migrate-blobs', ...places)).toMatchObject({ copied: 0, there: 1 })
    const wrong = await admin('migrate-blobs', join(data, 'nowhere'), places[1])
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('FROM names the folder')
    expect(await admin('migrate-blobs', places[0], 'memory:')).toMatchObject({ code: 2 })
  })

  it('shows whose session blocks an item', async () => {
    expect(await adminJson('session', 'ls')).toEqual([])
    const client = createClient(signedIn())
    const [item] = await accession.json<{ id: string }[]>('item', 'ls', 'images')
    const create_spec = { library_item_id: item?.id ?? '' }
    const id = await client.updateSession.create({ create_spec })
    const shown = {
      id,
      state: 'ACTIVE',
      user: 'administrator@vsphere.local',
      item: 'images/router',
    }
    expect(await adminJson('session', 'ls', '--item', 'images/router')).toMatchObject([shown])
    expect(await adminJson('session', 'ls', '--by', 'somebody')).toEqual([])
    const { stdout } = await admin('session', 'ls')
    expect(stdout).toMatch(/^SESSION +STATE +USER +ITEM +PROGRESS +EXPIRES\n/)
    await accession.run(['session', 'rm', '--force', id])
    expect(await admin('session', 'ls', '--item', 'images/none')).toMatchObject({ code: 4 })
  })

  it('makes addresses worthless that were given out', async () => {
    const client = createClient(signedIn())
    const [item] = await accession.json<{ id: string }[]>('item', 'ls', 'images')
    const library_item_id = item?.id ?? ''
    const [file] = await client.itemFile.list({ library_item_id })
    const address = file?.file_download_endpoint ?? ''
    const statusOf = async (): Promise<number> => {
      const { status, body } = await fetch(address)
      await body?.cancel()
      return status
    }
    expect(await statusOf()).toBe(200)
    const rotated = await admin('rotate-key')
    expect(rotated).toMatchObject({ code: 0 })
    expect(rotated.stderr).toContain('"event":"capability_key.rotate"')
    await expect.poll(statusOf, { timeout: 10_000 }).toBe(404)
    const out = join(accession.folder, 'out')
    expect(await accession.run(['export', library_item_id, out])).toMatchObject({ code: 0 })
  })
})

describe('accession admin user', { timeout: 60_000 }, () => {
  it('adds users who may what they are granted', async () => {
    const stdin = { stdin: 'first word\n' }
    const add = ['admin', 'user', 'add', 'ada', '--password-stdin', '--data', data]
    expect(await accession.run(add, stdin)).toMatchObject({ code: 0, stdout: 'Added user ada\n' })
    expect(await accession.run(add, stdin)).toMatchObject({ code: 1 })
    expect(await as('ada', 'first word', ['library', 'ls'])).toMatchObject({ code: 3 })
    await admin('user', 'grant', 'ada', '--role', 'viewer', '--library', 'images')
    const listed = await as('ada', 'first word', ['library', 'ls', '--json'])
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'images' }])
    const users = await adminJson<{ name: string }[]>('user', 'ls')
    expect(users.find(({ name }) => name === 'ada')).toMatchObject({
      grants: [{ role: 'viewer', library: 'images' }],
    })
    expect((await admin('user', 'ls')).stdout).toMatch(/^ada +viewer on images +2/m)
    await admin('user', 'revoke', 'ada', '--role', 'viewer', '--library', 'images')
    expect(await as('ada', 'first word', ['library', 'ls'])).toMatchObject({ code: 3 })
  })

  it('changes passwords: from a file, or made up and shown once', async () => {
    const made = await adminJson<{ password: string }>('user', 'passwd', 'ada', '--make-password')
    await admin('user', 'grant', 'ada', '--role', 'viewer')
    expect(await as('ada', 'first word', ['library', 'ls'])).toMatchObject({ code: 3 })
    expect(await as('ada', made.password, ['library', 'ls'])).toMatchObject({ code: 0 })
    const file = join(accession.folder, 'password')
    await writeFile(file, 'second word\n')
    const changed = await admin('user', 'passwd', 'ada', '--password-file', file)
    expect(changed).toMatchObject({ code: 0, stdout: 'Changed the password of ada\n' })
    expect(await as('ada', 'second word', ['library', 'ls'])).toMatchObject({ code: 0 })
  })

  it('removes users, but not the last administrator', async () => {
    expect(await admin('user', 'rm', 'ada')).toMatchObject({ code: 0 })
    expect(await as('ada', 'second word', ['library', 'ls'])).toMatchObject({ code: 3 })
    expect(await admin('user', 'rm', 'ada')).toMatchObject({ code: 4 })
    const last = await admin('user', 'rm', 'administrator@vsphere.local', '--json')
    expect(last).toMatchObject({ code: 1, stdout: '' })
    expect(JSON.parse(last.stderr)).toMatchObject({
      error: { message_id: 'accession.access.last_administrator' },
    })
  })

  it('asks for what is missing', async () => {
    const add = (...args: readonly string[]) => admin('user', 'add', 'eve', ...args)
    expect((await add()).stderr).toContain('There is no terminal to ask')
    expect(await add('--make-password', '--password-file', 'x')).toMatchObject({ code: 2 })
    expect(await add('--make-password', '--library', 'images')).toMatchObject({ code: 2 })
    expect(await add('--make-password', '--role', 'king')).toMatchObject({ code: 2 })
    expect(await add('--password-file', join(data, 'nowhere'))).toMatchObject({ code: 2 })
    expect(await admin('user', 'grant', 'eve')).toMatchObject({ code: 2 })
  })
})
