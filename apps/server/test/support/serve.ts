import { runServer } from '../../src/run-server.ts'

process.exitCode = await runServer()
