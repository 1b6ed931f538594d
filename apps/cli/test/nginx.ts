import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A web server over a folder. */
export interface StaticServer {
  readonly url: string
  close(): Promise<void>
}

/** The nginx that the environment names, or that of the path; undefined where there is none. */
export const findNginx = (): string | undefined => {
  const program = process.env['ACCESSION_NGINX'] ?? 'nginx'
  return spawnSync(program, ['-v']).status === 0 ? program : undefined
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address === 'object' && address) return address.port
  throw new Error('There is no free port')
}

/** Its configuration as docs/operating.md has it, and nothing outside its own folder; as root it reads what root wrote. */
const configuration = (own: string, port: number, folder: string): string => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${own}/pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${own}/body;
  proxy_temp_path ${own}/proxy;
  fastcgi_temp_path ${own}/fastcgi;
  uwsgi_temp_path ${own}/uwsgi;
  scgi_temp_path ${own}/scgi;
  types { application/json json; }
  default_type application/octet-stream;
  server {
    listen 127.0.0.1:${port};
    location /images/ { alias ${folder}/; }
  }
}
`

/** Starts nginx over a folder, at `/images/`, until it is closed. */
export const startNginx = async (program: string, folder: string): Promise<StaticServer> => {
  const own = await mkdtemp(join(tmpdir(), 'accession-nginx-'))
  await mkdir(join(own, 'body'))
  const port = await freePort()
  await writeFile(join(own, 'nginx.conf'), configuration(own, port, folder))
  const server = spawn(program, ['-c', join(own, 'nginx.conf'), '-p', own, '-e', 'stderr'])
  let told = ''
  server.stderr.on('data', (piece) => (told += String(piece)))
  const ended = once(server, 'exit')
  const url = `http://127.0.0.1:${port}/images/`
  for (;;) {
    if (server.exitCode !== null) throw new Error(`nginx ended with ${server.exitCode}: ${told}`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer) break
  }
  return {
    url,
    async close() {
      server.kill('SIGTERM')
      await ended
      await rm(own, { recursive: true })
    },
  }
}
