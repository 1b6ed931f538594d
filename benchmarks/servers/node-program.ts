import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

/** A program of this folder that serves, and where. */
export interface NodeProgram extends ServerProcess {
  readonly origin: string
}

/** Starts `bare` or `hono`; both tell their port once they listen. */
export const startNodeProgram = async (
  name: 'bare' | 'hono',
  args: readonly string[] = [],
): Promise<NodeProgram> => {
  const path = fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url))
  const server = startProcess(process.execPath, [path, ...args], {
    isOurs: true,
    // As many threads as we give ourselves.
    environment: { UV_THREADPOOL_SIZE: '8' },
  })
  const [port] = (await once(server.child, 'message')) as [number]
  return { ...server, origin: `http://127.0.0.1:${port}` }
}
