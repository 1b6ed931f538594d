import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { waitForAnswer } from './wait-for-answer.ts'

/** One process that does the work, as we are one; it answers files of a folder. */
const configuration = (own: string, port: number, root: string): string => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
master_process off;
pid ${own}/pid;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  keepalive_requests 1000000000;
  client_body_temp_path ${own}/body;
  proxy_temp_path ${own}/proxy;
  fastcgi_temp_path ${own}/fastcgi;
  uwsgi_temp_path ${own}/uwsgi;
  scgi_temp_path ${own}/scgi;
  default_type application/json;
  server { listen 127.0.0.1:${port}; root ${root}; }
}
`

/** Starts nginx over a folder that has a `lib.json`. */
export const startNginx = async (
  program: string,
  folder: string,
  root: string,
): Promise<ServerProcess & { readonly origin: string }> => {
  const own = await mkdtemp(join(folder, 'nginx-'))
  await mkdir(join(own, 'body'))
  const port = await freePort()
  const file = join(own, 'nginx.conf')
  await writeFile(file, configuration(own, port, root))
  const server = startProcess(program, ['-c', file, '-p', own, '-e', 'stderr'])
  const origin = `http://127.0.0.1:${port}`
  await waitForAnswer(server, `${origin}/lib.json`)
  return { ...server, origin }
}
