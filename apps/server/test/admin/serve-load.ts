import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { createAdmin } from '../../src/index.ts'
import { signIn } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { faultsOf, startLoad } from './patterned-load.ts'

/** The password of the administrator. */
export const password = 'correct horse'
const signal = new AbortController().signal

/** A server on a data folder, and its administrator. */
export const serve = async (data: string) => {
  const variables = { ACCESSION_DATA: data, ACCESSION_ADMIN_PASSWORD: password }
  const server = await startServerProcess(variables)
  onTestFinished(() => server.signal('SIGKILL'))
  const api = await signIn(server.url, 'administrator@vsphere.local', password)
  return { server, api, variables }
}

/** A server with a library, and sessions that go on, until some have been completed at least. */
export const serveLoad = async (items = 8) => {
  const data = temporaryFolder()
  const served = await serve(data)
  const libraryId = await served.api.createLibrary('images')
  const load = startLoad(served.api, libraryId)
  await until(() => load.answered.size > items)
  return { ...served, data, libraryId, load, folder: join(temporaryFolder(), 'backup') }
}

/** Resolves once it is so. */
export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Serves what was restored, and holds it against the pattern and what had been answered. */
export const expectWhole = async (
  data: string,
  libraryId: string,
  answered: ReadonlyMap<string, number>,
): Promise<void> => {
  await using admin = await createAdmin({ data })
  expect((await admin.verify({ signal, graceMs: 0 })).findings).toEqual([])
  const { api, server } = await serve(data)
  expect(await faultsOf(api, libraryId, answered)).toEqual([])
  server.signal('SIGTERM')
  await server.exited
}

/** Restores a backup into a new data folder. */
export const restoreInto = async (folder: string): Promise<string> => {
  const data = join(temporaryFolder(), 'restored')
  await using admin = await createAdmin({ data }, { isNew: true })
  await admin.restore(folder, { signal })
  return data
}
