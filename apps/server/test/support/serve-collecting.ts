import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { runServer } from '../../src/run-server.ts'
import { passwords } from './light-passwords.ts'

// A server that throws away what nobody refers to when it is asked to, and tells what is left.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('SIGUSR2', () => {
  collect()
  // What a finalizer lets go of is collected the next time.
  setImmediate(() => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    process.stdout.write(`${JSON.stringify({ event: 'test.collected', heapUsed, external })}\n`)
  })
})

await runServer({}, { passwords })
