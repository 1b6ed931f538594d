import { startPostgres } from '../src/postgres/index.ts'

// Starts a server, names it, and stays until it is killed.
const { url } = await startPostgres()
process.stdout.write(`${url}\n`)
setInterval(() => undefined, 60_000)
