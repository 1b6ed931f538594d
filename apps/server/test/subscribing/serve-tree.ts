import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, normalize } from 'node:path'
import { onTestFinished } from 'vitest'
import { listen } from '../../src/listening/listen.ts'

/** A plain web server over a folder, which knows nothing of what it serves. */
export interface ServedTree {
  /** The address of `lib.json`. */
  readonly url: string
  /** The paths that were asked for, decoded, first to last. */
  readonly asked: string[]
  /** Asks for this user and password from now on. */
  credentials: string | undefined
  /** Is awaited before an answer to that path is sent. */
  gate: (path: string) => Promise<void> | void
}

/** Serves a folder on loopback until the test is over. */
export const serveTree = async (folder: string): Promise<ServedTree> => {
  const server = createServer((request, response) => {
    answer(folder, tree, request, response).catch((error: unknown) =>
      response.destroy(error as Error),
    )
  })
  const { href: url } = new URL('/lib.json', await listen(server, '127.0.0.1', 0))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const tree: ServedTree = {
    url,
    asked: [],
    credentials: undefined,
    gate: () => undefined,
  }
  return tree
}

const answer = async (
  folder: string,
  tree: ServedTree,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const path = decodeURIComponent(new URL(request.url ?? '', 'http://tree').pathname)
  tree.asked.push(path)
  if (tree.credentials !== undefined) {
    const expected = `Basic ${Buffer.from(tree.credentials).toString('base64')}`
    if (request.headers.authorization !== expected) return void response.writeHead(401).end()
  }
  await tree.gate(path)
  const bytes = await readFile(join(folder, normalize(path))).catch(() => undefined)
  if (!bytes) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-length': bytes.byteLength }).end(bytes)
}
