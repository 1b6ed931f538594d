import { DatabaseSync } from 'node:sqlite'

// Holds a catalog's lock from the line "lock" until the line "unlock" on its standard input.
const database = new DatabaseSync(process.argv[2] ?? '')
const commands = { lock: 'begin immediate', unlock: 'commit' } as const

process.stdin.setEncoding('utf8')
for await (const text of process.stdin) {
  for (const line of String(text).split('\n').filter(Boolean)) {
    database.exec(commands[line as keyof typeof commands])
    process.stdout.write(`${line}\n`)
  }
}
database.close()
