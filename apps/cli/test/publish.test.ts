import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAccession, type Accession } from './accession.ts'
import { findNginx, startNginx } from './nginx.ts'

interface Published {
  readonly id: string
  readonly publish_url: string
  readonly authentication_method: string
}

interface Exported {
  readonly items: number
  readonly files: number
  readonly written: number
  readonly removed: number
}

const nginx = findNginx()
if (nginx === undefined)
  console.warn('No nginx is on the path, nor does ACCESSION_NGINX name one: not tried with it')

/** Names that mean something in an address, on a disk, or to who reads the tree. */
const oddNames = ['a b+c%20d.iso', '%41#?&=.iso', "it's (1) [2].iso", 'ünï 💿.iso', 'lib.json']

let accession: Accession
beforeAll(async () => {
  accession = await startAccession()
}, 60_000)
afterAll(async () => {
  expect(await accession.close()).toBe(0)
})

const run = (...args: string[]) => accession.run(['library', ...args])

const inFolder = (name: string): string => join(accession.folder, name)

/** Every file below a folder, by its path, with its bytes. */
const readTree = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    const bytes = await readFile(path)
    return [path.slice(folder.length + 1), bytes.toString('base64')] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** What the server publishes, by the path that its static file has. */
const readLive = async (url: string): Promise<Record<string, string>> => {
  const get = async (href: string) => {
    const answer = await fetch(new URL(href, url))
    expect(answer.status, href).toBe(200)
    return Buffer.from(await answer.arrayBuffer())
  }
  const list = JSON.parse((await get('items.json')).toString()) as {
    items: { selfHref: string; files: { hrefs: [string] }[] }[]
  }
  const hrefs = list.items.flatMap((item) => [
    item.selfHref,
    ...item.files.map(({ hrefs: [href] }) => href),
  ])
  const read = ['lib.json', 'items.json', ...hrefs].map(
    async (href) => [decodeURIComponent(href), (await get(href)).toString('base64')] as const,
  )
  return Object.fromEntries(await Promise.all(read))
}

describe('publish', { timeout: 60_000 }, () => {
  it('prints the address to subscribe to, which show prints too', async () => {
    await accession.json('library', 'create', 'open')
    const ended = await accession.run(['library', 'publish', 'open'])
    expect(ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('ACCESSION_PUBLIC_URL'),
    })
    const [told, url = ''] = ended.stdout.trim().split('\n')
    expect(told).toBe('Published library open')
    expect(await (await fetch(url)).json()).toMatchObject({ name: 'open' })
    const shown = await accession.run(['library', 'show', 'open'])
    expect(shown.stdout).toContain(url)
    expect(shown.stdout).toMatch(/Subscribers sign in +not at all/)
    await accession.json('library', 'unpublish', 'open')
    expect((await fetch(url)).status).toBe(404)
    expect((await accession.run(['library', 'show', 'open'])).stdout).not.toContain('Publish URL')
  })

  it('sets a password, and needs it to ask for none again', async () => {
    await accession.json('library', 'create', 'guarded')
    const file = inFolder('guarded-password')
    await writeFile(file, 'one word\n')
    const publish = ['publish', 'guarded', '--json']
    const made = await run(...publish, '--basic', '--new-password-file', file)
    const { publish_url } = JSON.parse(made.stdout) as Published
    const encoded = Buffer.from('vcsp:one word').toString('base64')
    const known = await fetch(publish_url, { headers: { authorization: `Basic ${encoded}` } })
    expect([known.status, (await fetch(publish_url)).status]).toEqual([200, 401])
    const unsaid = await run(...publish, '--open')
    expect(unsaid).toMatchObject({ code: 2 })
    expect(unsaid.stderr).toContain('--current-password-file')
    expect((await run(...publish, '--open', '--current-password-file', file)).code).toBe(0)
    expect((await fetch(publish_url)).status).toBe(200)
  })

  it('refuses options that do not go together, and a library that is not there', async () => {
    expect((await run('publish', 'open', '--basic', '--open')).code).toBe(2)
    expect((await run('publish', 'open', '--new-password-file', 'x')).code).toBe(2)
    expect((await run('export-static', 'nothing', 'out')).code).toBe(4)
  })
})

const out = (): string => inFolder('tree')

const exportTree = (...options: string[]) =>
  accession.json<Exported>('library', 'export-static', 'images', out(), ...options)

describe('export-static', { timeout: 60_000 }, () => {
  let live: string

  beforeAll(async () => {
    const paths = oddNames.map((name) => inFolder(name))
    for (const [index, path] of paths.entries()) await writeFile(path, randomBytes(1000 + index))
    await accession.json('import', ...paths, '-l', 'images', '--each')
    const { publish_url } = await accession.json<Published>('library', 'publish', 'images')
    live = publish_url
  }, 60_000)

  it('writes what the server publishes, byte for byte', async () => {
    expect(await exportTree()).toMatchObject({ items: 5, files: 5, written: 5, removed: 0 })
    expect(await readTree(out())).toEqual(await readLive(live))
  })

  it('writes nothing anew that is there, and removes what is gone', async () => {
    const before = (await stat(join(out(), 'lib.json'))).mtimeMs
    expect(await exportTree()).toMatchObject({ files: 5, written: 0, removed: 0 })
    expect((await stat(join(out(), 'lib.json'))).mtimeMs).toBe(before)
    await accession.json('item', 'rm', 'images/lib')
    await writeFile(inFolder('new.iso'), 'new')
    await accession.json('import', inFolder('new.iso'), '-l', 'images')
    const old = await readTree(out())
    await exportTree('--keep-old')
    expect(await readTree(out())).toMatchObject({ ...old, ...(await readLive(live)) })
    expect(await exportTree()).toMatchObject({ items: 5, files: 5, written: 0, removed: 1 })
    expect(await readTree(out())).toEqual(await readLive(live))
  })

  it('goes on after it was interrupted, and leaves what is not its own', async () => {
    const [item = ''] = (await readdir(out())).filter((name) => name.includes('-'))
    const [generation = ''] = (await readdir(join(out(), item))).filter((name) =>
      /^\d+$/.test(name),
    )
    const [file = ''] = await readdir(join(out(), item, generation))
    await truncate(join(out(), item, generation, file), 3)
    await rm(join(out(), 'lib.json'))
    for (const place of ['', item, join(item, generation)])
      await writeFile(join(out(), place, '.accession-left.part'), 'half')
    await writeFile(join(out(), 'robots.txt'), 'mine')
    expect(await exportTree()).toMatchObject({ written: 1 })
    const { 'robots.txt': kept, ...tree } = await readTree(out())
    expect(Buffer.from(kept ?? '', 'base64').toString()).toBe('mine')
    expect(tree).toEqual(await readLive(live))
    await rm(join(out(), 'robots.txt'))
  })

  it('refuses the folder of another library, one that is none, and an unpublished library', async () => {
    await accession.json('library', 'create', 'other')
    const unpublished = await run('export-static', 'other', inFolder('other'))
    expect(unpublished.stderr).toContain('library publish')
    expect(unpublished.code).toBe(1)
    await accession.json('library', 'publish', 'other')
    expect((await run('export-static', 'other', out())).stderr).toContain('another library')
    const damaged = inFolder('damaged')
    await mkdir(damaged)
    await writeFile(join(damaged, 'lib.json'), '{')
    const unclear = await run('export-static', 'other', damaged)
    expect(unclear).toMatchObject({ code: 1, stderr: expect.stringContaining('lib.json in') })
    expect(unclear.stderr).not.toContain('another library')
    await writeFile(inFolder('file'), '')
    expect((await run('export-static', 'other', inFolder('file'))).code).toBe(2)
  })

  it('writes a library with a password only where it is said that it may be public', async () => {
    const password = inFolder('password')
    await writeFile(password, 'one word')
    const options = ['--basic', '--new-password-file', password]
    await accession.json('library', 'create', 'secret')
    await accession.json('library', 'publish', 'secret', ...options)
    const folder = inFolder('secret')
    const refused = await accession.run(['library', 'export-static', 'secret', folder])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--public')
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
    await accession.json('library', 'export-static', 'secret', folder, '--public')
    expect(await readdir(folder)).toEqual(['items.json', 'lib.json'])
  })

  it.skipIf(nginx === undefined)('is answered by nginx as by the server', async () => {
    const server = await startNginx(nginx ?? '', out())
    try {
      const list = (await (await fetch(new URL('items.json', live))).json()) as {
        items: { selfHref: string; files: { hrefs: [string] }[] }[]
      }
      const hrefs = list.items.flatMap(({ selfHref, files }) => [
        selfHref,
        ...files.map(({ hrefs: [href] }) => href),
      ])
      expect(hrefs).toHaveLength(10)
      for (const href of ['lib.json', 'items.json', ...hrefs, 'other.json']) {
        const asked = [live, server.url].map(async (base) => {
          const whole = await fetch(new URL(href, base))
          const [type, length] = ['content-type', 'content-length'].map((name) =>
            whole.status === 200 ? whole.headers.get(name) : null,
          )
          const etag = whole.headers.get('etag') ?? 'none'
          const body = Buffer.from(await whole.arrayBuffer()).toString('base64')
          const known = await fetch(new URL(href, base), { headers: { 'if-none-match': etag } })
          const head = await fetch(new URL(href, base), { method: 'HEAD' })
          const statuses = [whole.status, known.status, head.status]
          return { statuses, type, length, body: whole.status === 200 ? body : '' }
        })
        const [ours, theirs] = await Promise.all(asked)
        expect(theirs, href).toEqual(ours)
      }
      const file = hrefs.find((href) => !href.endsWith('/item.json')) ?? ''
      for (const range of ['bytes=0-9', 'bytes=-5', 'bytes=990-', 'bytes=99999-']) {
        const [ours, theirs] = await Promise.all(
          [live, server.url].map(async (base) => {
            const answer = await fetch(new URL(file, base), { headers: { range } })
            const told = answer.headers.get('content-range')
            return [answer.status, told, answer.status === 206 && (await answer.text())]
          }),
        )
        expect(theirs, range).toEqual(ours)
      }
    } finally {
      await server.close()
    }
  })
})
