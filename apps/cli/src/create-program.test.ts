import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from './create-program.ts'

const leaves = (command: Command, path: string): readonly (readonly [string, Command])[] =>
  command.commands.flatMap((one) => {
    const inner = `${path} ${one.name()}`
    return one.commands.length > 0 ? leaves(one, inner) : [[inner, one] as const]
  })

describe('the help', () => {
  const program = createProgram(new AbortController().signal)

  it.each(leaves(program, 'accession'))('of %s has an example of it', (path, command) => {
    let help = ''
    command.configureOutput({ writeOut: (text) => (help += text) })
    command.outputHelp()
    expect(help).toMatch(new RegExp(`Examples?:\\n(?:.*\\n)*.*${path}\\b`))
  })
})
