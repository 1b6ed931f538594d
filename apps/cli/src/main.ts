import { stopSignal } from './stop-signal.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram(process.argv.slice(2), stopSignal())
