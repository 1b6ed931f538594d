import { stopSignal } from './stop-signal.ts'
import { runProgram } from './run-program.ts'

// Whoever reads the output may have seen enough, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runProgram(process.argv.slice(2), stopSignal())
