import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openConnection } from '../load/connection.ts'
import { headOf, jsonRequest } from '../load/heads.ts'
import { targetOf, valueOf } from '../load/session-calls.ts'
import type { Contest, Figure } from '../run/figure.ts'
import { openAccession, startAccession } from '../servers/accession.ts'
import { startNginx } from '../servers/nginx.ts'
import { startNodeProgram } from '../servers/node-program.ts'
import type { ServerProcess } from '../servers/server-process.ts'
import { disposing, sampleOf } from './context.ts'
import type { Context, OpenGroup } from './context.ts'

const fill = fileURLToPath(new URL('../programs/fill-library.ts', import.meta.url))

type Server = ServerProcess & { readonly origin: string }

/** What subscribers read of a library of 10,000 items, by the same as files that nginx answers. */
export const openPublishedLibrary: OpenGroup = async (context) => {
  const { folder, load, isQuick, nginx: program } = context
  const count = isQuick ? 100 : 10_000
  const { server, path } = await openLibrary(context, count)
  const bare = await startNodeProgram('bare')
  const root = join(folder, 'tree')
  const etag = await writeTree(root, `${server.origin}${path}`)
  const nginx = program === undefined ? undefined : await startNginx(program, folder, root)
  const run = (
    at: Server,
    target: string,
    connections: number,
    { status = 200, fields = {}, counted = false } = {},
  ) =>
    sampleOf(at, () =>
      load.run({
        kind: 'requests',
        origin: at.origin,
        connections,
        heads: [headOf('GET', target, fields)],
        durationMs: isQuick ? 200 : 2000,
        status,
        counted,
      }),
    )
  const byNginx = (name: string, connections: number): Contest[] =>
    nginx === undefined
      ? []
      : [
          {
            kind: 'contest',
            title: `${name} of ${count} items, ${connections} connections, by nginx`,
            unit: 'GET/s',
            goal: { sense: 'at least', expected: 0.5, remarkable: 0.8 },
            ratio: 'rate',
            names: ['Accession', 'nginx'],
            sides: [
              () => run(server, `${path}${name}`, connections, { counted: true }),
              () => run(nginx, `/${name}`, connections, { counted: true }),
            ],
          },
        ]
  const unchanged: Figure = {
    kind: 'contest',
    title: 'A poll without a change (304), 64 connections, by bare node:http',
    unit: 'GET/s',
    goal: { sense: 'at least', expected: 0.5, remarkable: 1 },
    ratio: 'rate',
    names: ['Accession', 'node:http'],
    sides: [
      () => run(server, `${path}lib.json`, 64, known(etag)),
      () => run(bare, '/', 64, known('"1"')),
    ],
  }
  return {
    ...disposing([server, bare, ...(nginx ? [nginx] : [])]),
    figures: [...byNginx('lib.json', 64), ...byNginx('items.json', 8), unchanged],
  }
}

/** Asks as one who has what the tag is of. */
const known = (tag: string) => ({ status: 304, fields: { 'if-none-match': tag } })

/** The documents as files; answers the tag of `lib.json`. */
const writeTree = async (root: string, base: string): Promise<string> => {
  await mkdir(root, { recursive: true })
  let tag = ''
  for (const name of ['items.json', 'lib.json']) {
    const answer = await fetch(`${base}${name}`)
    if (answer.status !== 200) throw new Error(`${name} was answered ${answer.status}`)
    await writeFile(join(root, name), new Uint8Array(await answer.arrayBuffer()))
    tag = answer.headers.get('etag') ?? ''
  }
  return tag
}

/** A server with a published library that was filled while it was stopped. */
const openLibrary = async (
  { folder }: Context,
  count: number,
): Promise<{ readonly server: Server; readonly path: string }> => {
  const data = await mkdtemp(join(folder, 'published-'))
  const before = await openAccession({ folder, data })
  const [itemId = ''] = await before.createItems(1)
  const connection = await openConnection(before.origin)
  const ask = async (method: string, target: string, value?: object): Promise<unknown> =>
    valueOf(await connection.exchange(jsonRequest(method, target, before.token, value)))
  const { library_id: id } = (await ask('GET', `/api/content/library/item/${itemId}`)) as {
    readonly library_id: string
  }
  const local = `/api/content/local-library/${id}`
  await connection.exchange(
    jsonRequest('PATCH', local, before.token, { publish_info: { published: true } }),
  )
  const { publish_info: info } = (await ask('GET', local)) as {
    readonly publish_info: { readonly publish_url: string }
  }
  connection.close()
  await before[Symbol.asyncDispose]()
  const args = [fill, join(data, 'catalog.sqlite'), itemId, String(count)]
  await promisify(execFile)(process.execPath, args)
  const server = await startAccession({ folder, data })
  return { server, path: targetOf(info.publish_url).replace(/lib\.json$/, '') }
}
