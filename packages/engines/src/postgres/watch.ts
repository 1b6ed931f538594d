import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, serverPid, signal } from './processes.ts'

// Ends a server and removes its folder once the process that it was started for has ended, however.
const [folder = '', owner = ''] = process.argv.slice(2)
const data = join(folder, 'data')
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined)

while (existsSync(folder) && isRunning(Number(owner))) await sleep(200)

for (let waits = 0; ; waits++) {
  const pid = serverPid(data)
  if (pid === undefined) break
  signal(pid, waits < 50 ? 'SIGQUIT' : 'SIGKILL')
  await sleep(100)
}
rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
