import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { startS3 } from './start-s3.ts'

const answers = async (endpoint: string): Promise<boolean> =>
  fetch(endpoint).then(
    async (response) => {
      await response.body?.cancel()
      return true
    },
    () => false,
  )

it('answers until it is disposed of, and refuses who has no key', async () => {
  const { endpoint, bucket } = await (async () => {
    await using s3 = await startS3()
    const response = await fetch(`${s3.endpoint}/${s3.bucket}/key`)
    expect(response.status).toBeOneOf([400, 403])
    await response.body?.cancel()
    expect(new URL(s3.url('some/prefix')).pathname).toBe('/some/prefix')
    return s3
  })()
  expect(bucket).not.toBe('')
  const isOurs = process.env['S3_ENDPOINT'] === undefined
  await expect.poll(async () => answers(endpoint)).toBe(!isOurs)
})

it.skipIf(process.env['S3_ENDPOINT'] !== undefined)(
  'ends with the process that started it, also when that is killed',
  async () => {
    const script = `
      const { startS3 } = await import(${JSON.stringify(new URL('./start-s3.ts', import.meta.url).href)})
      console.log((await startS3()).endpoint)
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
  },
)
