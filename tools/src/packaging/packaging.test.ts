import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRelative, packageNameOf } from '../architecture/sources.ts'
import { declaredBy } from '../architecture/check-boundaries.ts'
import { readImports } from '../workspace/read-imports.ts'
import { readWorkspace, type Manifest } from '../workspace/workspace.ts'
import { filesOf, packAll, readPacked, type Packed } from './pack.ts'

const run = promisify(execFile)
const packages = readWorkspace().packages.filter(({ manifest }) => !manifest.private)
const target = mkdtempSync(join(tmpdir(), 'accession-pack-'))
let packed: ReadonlyMap<string, Packed>

beforeAll(() => {
  packed = new Map(packAll(packages, target).map((one) => [one.owner.manifest.name, one]))
}, 60_000)

afterAll(() => rmSync(target, { recursive: true }))

describe.each(packages.map(({ manifest }) => manifest.name))('%s as published', (name) => {
  it('has a licence, its built code and no sources', () => {
    const files = filesOf(packedAs(name))
    expect(files).toContain('LICENSE')
    expect(files).toContainEqual(expect.stringMatching(/^dist\/.*\.js$/))
    expect(files).not.toContainEqual(expect.stringMatching(/(?<!\.d)\.ts$|\.test\.|tsbuildinfo$/))
  })

  it('declares what its code imports, in versions that a registry understands', () => {
    const one = packedAs(name)
    const text = readPacked(one, 'package.json')
    expect(text).not.toMatch(/"(?:workspace|catalog|link|file):/)
    const declared = declaredBy(
      { folder: one.folder, manifest: JSON.parse(text) as Manifest },
      { dev: false },
    )
    const imported = filesOf(one)
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => readImports(file, readPacked(one, file)).imports)
      .map(({ specifier }) => specifier)
      .filter((specifier) => !isRelative(specifier) && !specifier.startsWith('node:'))
      .map(packageNameOf)
    expect(imported.filter((dependency) => !declared.has(dependency))).toEqual([])
  })

  it('satisfies publint and resolves its types', { timeout: 60_000 }, async () => {
    const { tarball, owner } = packedAs(name)
    await tool('publint', tarball, '--strict')
    if (hasTypes(owner.manifest)) await tool('attw', tarball, '--profile', 'esm-only')
  })
})

describe('the program as published', () => {
  const environment = {
    PATH: process.env['PATH'],
    ACCESSION_STORE: 'memory:',
    ACCESSION_BLOBS: 'memory:',
  }
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, [join(packedAs('accession').folder, 'bin/accession.js'), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: environment,
    })

  it('serves with nothing installed beside it', { timeout: 60_000 }, async () => {
    const server = start('serve', '--port', '0')
    const ended = once(server, 'exit')
    let told = ''
    for await (const text of server.stderr.setEncoding('utf8')) {
      told += text
      const [, url] = /listens on (\S+)/.exec(told) ?? []
      if (url === undefined) continue
      expect(await fetch(`${url}/readyz`)).toMatchObject({ status: 200 })
      server.kill('SIGTERM')
    }
    expect(await ended, told).toEqual([0, null])
  })

  it('hands on the licences of what it holds', () => {
    const licences = readPacked(packedAs('accession'), 'dist/LICENSES.txt')
    for (const name of ['hono', 'pino', 'pg', 'valibot', 'commander'])
      expect(licences).toMatch(
        new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\n\n.*(?:MIT|Copyright)`, 'm'),
      )
  })
})

function packedAs(name: string): Packed {
  const one = packed.get(name)
  if (!one) throw new Error(`${name} was not packed`)
  return one
}

function hasTypes({ exports }: Manifest): boolean {
  return JSON.stringify(exports).includes('.d.ts')
}

/** Runs a program of this package's dependencies; what it prints is the failure's message. */
async function tool(name: string, ...args: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, '../../node_modules/.bin', name)
  await run(program, args, { shell: process.platform === 'win32' }).catch(
    (failure: { stdout: string; stderr: string }) => {
      throw new Error(`${name} ${args.join(' ')}\n${failure.stdout}${failure.stderr}`)
    },
  )
}
