import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './find-chromium.ts'

/** A page in a browser without a window; what it has to tell it tells the server it came from. */
export interface OpenPage extends AsyncDisposable {
  /** Settles when the browser ends by itself, with what it complained of. */
  readonly ended: Promise<string>
}

/** Opens a page in Chromium, which is closed with all it kept when the page is disposed of. */
export const openPage = async (url: string | URL): Promise<OpenPage> => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-chromium-'))
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  const found = await findChromium(folder).catch(async (error: unknown) => {
    await remove()
    throw error
  })
  const flags = ['--headless', '--no-sandbox', '--no-zygote', '--disable-gpu']
  const child = spawn(
    found.program,
    [...flags, `--user-data-dir=${join(folder, 'profile')}`, String(url)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...(found.libraries && { LD_LIBRARY_PATH: found.libraries }) },
    },
  )
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_000)
  })
  const ended = Promise.race([
    once(child, 'close').then(() => complaints),
    once(child, 'error').then(([error]) => String(error)),
  ])
  // It does not keep the tests from ending, nor outlives them.
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  return {
    ended,
    async [Symbol.asyncDispose]() {
      process.off('exit', kill)
      kill()
      await ended
      await remove()
    },
  }
}
