import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startWorker } from './start-worker.ts'

const root = fileURLToPath(new URL('../../test/worker', import.meta.url))
const options = { root, configPath: './wrangler.jsonc' }

const answers = async (url: URL | string): Promise<boolean> =>
  fetch(url).then(
    async (response) => (await response.text()) === 'here',
    () => false,
  )

it('answers, wakes by cron and tells its log, until it is disposed of', async () => {
  const url = await (async () => {
    await using worker = await startWorker(options)
    expect(await answers(new URL('/somewhere', worker.url))).toBe(true)
    expect(await worker.scheduled('*/5 * * * *')).toBe('ok')
    const logs = async (): Promise<string> => (await worker.logs()).join()
    await expect.poll(logs).toContain('asked for /somewhere')
    await expect.poll(logs).toContain('woken by */5 * * * *')
    return worker.url
  })()
  expect(await answers(url)).toBe(false)
})

it('ends with the process that started it, also when that is killed', async () => {
  const module = new URL('./start-worker.ts', import.meta.url).href
  const script = `
    const { startWorker } = await import(${JSON.stringify(module)})
    console.log((await startWorker(${JSON.stringify(options)})).url.href)
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect(await answers(line)).toBe(true)
  child.kill('SIGKILL')
  await exited
  await expect.poll(async () => answers(line), { timeout: 30_000 }).toBe(false)
})
