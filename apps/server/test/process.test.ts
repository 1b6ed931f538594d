import { describe, expect, it, onTestFinished } from 'vitest'
import { signIn, sessionPath } from './support/library-api.ts'
import { openConnection } from './support/raw-connection.ts'
import { failToStart, startServerProcess } from './support/server-process.ts'
import type { ServerProcess, ServerVariables } from './support/server-process.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const admin = 'administrator@vsphere.local'

const start = async (variables: ServerVariables): Promise<ServerProcess> => {
  const server = await startServerProcess(variables)
  onTestFinished(() => server.signal('SIGKILL'))
  return server
}

describe('a server process', () => {
  it('shows the password it made to people, and not in its log', async () => {
    const server = await start({ ACCESSION_DATA: temporaryFolder() })
    const [, password = ''] = /password {2}(\S+)/.exec(server.errors()) ?? []
    await expect(signIn(server.url, admin, password)).resolves.toBeDefined()
    server.signal('SIGTERM')
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(server.output()).not.toContain(password)
  })

  it('ends an upload with an error answer at SIGTERM, however often it comes', async () => {
    const server = await start({
      ACCESSION_DATA: temporaryFolder(),
      ACCESSION_ADMIN_PASSWORD: 'correct horse',
    })
    const api = await signIn(server.url, admin, 'correct horse')
    const itemId = await api.createItem(await api.createLibrary('images'), 'image')
    const sessionId = await api.createSession(itemId)
    const { upload_endpoint } = await api.addFile(sessionId, 'a.img', 5)
    const { pathname } = new URL(String(upload_endpoint?.uri))
    const uploading = await openConnection(server.url)
    const head = [`PUT ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 5']
    uploading.send([...head, 'Expect: 100-continue', '', ''].join('\r\n'))
    await uploading.until('100 Continue')
    uploading.send('12')
    await api.call('GET', sessionPath(sessionId))
    server.signal('SIGTERM')
    await server.logged('server.stopping')
    server.signal('SIGTERM')
    server.signal('SIGINT')
    expect(await uploading.closed()).toMatch(/HTTP\/1\.1 503[^]*shutting_down/)
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(server.errors()).toMatch(/^Accession listens on \S+ \(Ctrl-C stops it\)\n$/)
  })

  it('does not start with a wrong setting, and exits with 2', async () => {
    expect(await failToStart({ ACCESSION_PORT: 'x' })).toEqual({
      code: 2,
      errors: 'ACCESSION_PORT must be a whole number from 0 to 65535.\n',
    })
  })

  it('does not start on a port in use, and exits with 1', async () => {
    const ACCESSION_DATA = temporaryFolder()
    const { url } = await start({ ACCESSION_DATA, ACCESSION_ADMIN_PASSWORD: 'correct horse' })
    const { code, errors } = await failToStart({ ACCESSION_DATA, ACCESSION_PORT: url.port })
    expect(code).toBe(1)
    expect(errors).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use: .+\n$/)
  })
})
