import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { request } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminPassword, startAccession, type Accession } from './accession.ts'
import { certificate } from './certificate.ts'
import { oldNode } from './old-node.ts'

// Each case starts several processes, on machines that may be busy.
const timeout = 60_000
const node = oldNode()

let accession: Accession
beforeAll(async () => {
  accession = await startAccession()
}, timeout)
afterAll(() => accession.close())

/** A config folder of its own, in which nothing is set but that. */
const newConfig = async () => {
  const folder = await mkdtemp(join(accession.folder, 'config-'))
  const env = { XDG_CONFIG_HOME: folder, ACCESSION_SERVER: '', ACCESSION_PASSWORD: '' }
  const path = join(folder, 'accession', 'profiles.json')
  return {
    path,
    run: (args: readonly string[], stdin = '') => accession.run(args, { env, stdin }),
    login: (...args: readonly string[]) =>
      accession.run(['login', '--server', accession.url, '--password-stdin', ...args], {
        env,
        stdin: `${adminPassword}\n`,
      }),
    profiles: async () =>
      JSON.parse(await readFile(path, 'utf8')) as Record<string, { token?: string }>,
  }
}

describe('login and logout', { timeout }, () => {
  it('keeps a token, uses it, and ends it', async () => {
    const config = await newConfig()
    expect(await config.login()).toMatchObject({ code: 0, stderr: '' })
    expect((await stat(config.path)).mode & 0o777).toBe(0o600)
    const text = await readFile(config.path, 'utf8')
    expect(text).not.toContain(adminPassword)
    expect(await config.run(['library', 'ls', '--json'])).toMatchObject({ code: 0, stderr: '' })
    expect(await config.run(['logout'])).toMatchObject({ code: 0, stderr: '' })
    expect(await config.profiles()).toEqual({})
    const refused = await config.run(['library', 'ls', '--server', accession.url])
    expect(refused).toMatchObject({ code: 3 })
    await writeFile(config.path, text)
    const ended = await config.run(['library', 'ls'])
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('accession login') })
  })

  it('keeps several servers, and the password only where it is asked to', async () => {
    const config = await newConfig()
    await config.login('--profile', 'lab', '--store-password')
    await config.login('--profile', 'other')
    expect(await config.profiles()).toEqual({
      lab: {
        server: accession.url,
        user: 'administrator@vsphere.local',
        password: adminPassword,
      },
      other: {
        server: accession.url,
        user: 'administrator@vsphere.local',
        token: expect.any(String),
      },
    })
    const named = await config.run(['library', 'ls', '--json', '--profile', 'lab'])
    expect(named).toMatchObject({ code: 0, stderr: '' })
    expect(await config.run(['library', 'ls', '--profile', 'none'])).toMatchObject({ code: 2 })
    const listed = await config.run(['profile', 'ls', '--json'])
    expect(listed).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(listed.stdout)).toEqual([
      { id: 'lab', server: accession.url, user: 'administrator@vsphere.local', kept: 'password' },
      { id: 'other', server: accession.url, user: 'administrator@vsphere.local', kept: 'token' },
    ])
    const all = await config.run(['logout', '--all', '--output', 'ids'])
    expect(all).toEqual({ code: 0, stdout: 'lab\nother\n', stderr: '' })
  })

  it('keeps nothing after a wrong password', async () => {
    const config = await newConfig()
    const args = ['login', '--server', accession.url, '--password-stdin']
    expect(await config.run(args, 'wrong')).toMatchObject({ code: 3, stdout: '' })
    await expect(stat(config.path)).rejects.toThrow('ENOENT')
  })
})

/** A server that speaks TLS with a certificate nobody knows, before the one under test. */
const startTls = async (): Promise<{ readonly url: string; readonly server: Server }> => {
  const target = new URL(accession.url)
  const { key, cert } = certificate
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    const options = { host: target.hostname, port: target.port, method, path, headers }
    const inner = request(options, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(outgoing)
    })
    incoming.pipe(inner)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

describe('a server with a certificate of its own', { timeout }, () => {
  it('is refused, then trusted by --ca or --insecure, which a profile keeps', async () => {
    const { url, server } = await startTls()
    const ca = join(accession.folder, 'ca.pem')
    await writeFile(ca, certificate.cert)
    const list = ['library', 'ls', '--json', '--server', url]
    const refused = await accession.run(list)
    expect(refused).toMatchObject({ code: 5, stdout: '' })
    expect(refused.stderr).toMatch(/self-signed certificate.*--ca FILE.*--insecure/)
    expect(await accession.run([...list, '--ca', ca])).toMatchObject({ code: 0, stderr: '' })
    expect(await accession.run([...list, '--insecure'])).toMatchObject({ code: 0, stderr: '' })
    const env = { NODE_EXTRA_CA_CERTS: ca }
    expect(await accession.run(list, { env })).toMatchObject({ code: 0, stderr: '' })
    expect(await accession.run([...list, '--ca', 'nowhere'])).toMatchObject({ code: 2 })

    const config = await newConfig()
    await config.login('--server', url, '--insecure')
    expect(await config.run(['library', 'ls', '--json'])).toMatchObject({ code: 0, stderr: '' })
    server.closeAllConnections()
    server.close()
  })
})

describe.skipIf(node === undefined)('the oldest Node.js', { timeout }, () => {
  const old = node === undefined ? {} : { node }

  it('runs client commands', async () => {
    const path = join(accession.folder, 'old.bin')
    await writeFile(path, Buffer.alloc(3_000_000, 'old'))
    const imported = await accession.run(['import', path, '-l', 'old'], old)
    expect(imported).toMatchObject({ code: 0, stdout: 'Imported old/old (1 file, 3.0 MB)\n' })
    const out = join(accession.folder, 'old-out')
    expect(await accession.run(['export', 'old/old', out], old)).toMatchObject({ code: 0 })
    expect((await readFile(join(out, 'old.bin'))).equals(await readFile(path))).toBe(true)
    await rm(out, { recursive: true })
    for (const args of [
      ['session', 'doctor'],
      ['call', 'library.list'],
      ['item', 'show', 'old/old'],
    ]) {
      expect(await accession.run(args, old)).toMatchObject({ code: 0, stderr: '' })
    }
  })

  it('is told that it cannot serve', async () => {
    const refused = await accession.run(['serve'], old)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('22.13') })
  })
})
