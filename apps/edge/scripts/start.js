// @ts-check
/** Serves the Worker on this machine, without an account: D1 and R2 are files in a folder. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { folder, runWrangler } from './run-wrangler.js'

process.env['CLOUDFLARE_CF_FETCH_ENABLED'] ??= 'false'
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    /** Where wrangler keeps D1 and R2, and this its secrets. */
    state: { type: 'string', default: join(folder, '.wrangler', 'state') },
  },
})
const origin = `http://127.0.0.1:${values.port}`
const cronMs = 60_000

/** Whoever chooses a password writes it there before the first start. */
const secretsFile = join(values.state, 'secrets.env')

const makePassword = () => {
  if (existsSync(secretsFile)) return undefined
  const password = randomBytes(24).toString('base64url')
  mkdirSync(values.state, { recursive: true })
  writeFileSync(secretsFile, `ACCESSION_ADMIN_PASSWORD=${password}\n`, { mode: 0o600 })
  return password
}

const applyMigrations = async () => {
  const apply = ['d1', 'migrations', 'apply', 'accession', '--local', '--persist-to', values.state]
  const wrangler = runWrangler(apply, ['ignore', 'pipe', 'pipe'])
  /** @type {Buffer[]} */
  const said = []
  for (const output of [wrangler.stdout, wrangler.stderr]) {
    output?.on('data', (chunk) => said.push(chunk))
  }
  const [code] = await once(wrangler, 'exit')
  if (code === 0) return true
  process.stderr.write(Buffer.concat(said))
  return false
}

const isAlive = () =>
  fetch(`${origin}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  )

/** Wrangler has the triggers of the configuration, but nobody pulls them here. */
const pullTrigger = () => {
  fetch(`${origin}/cdn-cgi/local/scheduled`).catch((error) => {
    process.stderr.write(`The cron trigger found nobody: ${error}\n`)
  })
}

/** @param {string | undefined} password */
const tell = (password) => {
  const lines = password
    ? [
        'A first user was made.',
        '  user      administrator@vsphere.local',
        `  password  ${password}`,
      ]
    : [`The password of administrator@vsphere.local is the one in ${secretsFile}.`]
  lines.push(`Accession listens on ${origin}, as a Worker (Ctrl-C stops it)`, '')
  process.stderr.write(lines.join('\n'))
}

const serve = async () => {
  const dev = ['dev', '--ip', '127.0.0.1', '--port', values.port, '--log-level', 'warn']
  dev.push('--persist-to', values.state, '--env-file', secretsFile)
  dev.push('--show-interactive-dev-session=false', '--inspector-port', '0')
  const wrangler = runWrangler(dev, ['ignore', 'inherit', 'inherit'])
  const exited = once(wrangler, 'exit')
  const stopping = new AbortController()
  const stop = () => {
    stopping.abort()
    wrangler.kill('SIGTERM')
  }
  const runs = () => wrangler.exitCode === null && !stopping.signal.aborted
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  while (runs() && !(await isAlive())) {
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  if (runs()) tell(madePassword)
  const cron = setInterval(pullTrigger, cronMs)
  const [code] = await exited
  clearInterval(cron)
  process.exitCode = stopping.signal.aborted ? 0 : (code ?? 1)
}

const madePassword = makePassword()
if (await applyMigrations()) await serve()
else process.exitCode = 1
