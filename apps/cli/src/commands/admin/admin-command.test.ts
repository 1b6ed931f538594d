import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../create-program.ts'

const leavesOf = (command: Command, above = ''): readonly (readonly [string, Command])[] => {
  const name = `${above} ${command.name()}`.trim()
  const below = command.commands.filter((each) => each.name() !== 'help')
  return below.length === 0 ? [[name, command]] : below.flatMap((each) => leavesOf(each, name))
}

const program = createProgram(new AbortController().signal)
const admin = program.commands.find((command) => command.name() === 'admin')
const leaves = admin ? leavesOf(admin) : []

describe('the commands of an operator', () => {
  it('are these', () => {
    const users = ['ls', 'add', 'rm', 'passwd', 'grant', 'revoke'].map((name) => `user ${name}`)
    const others = ['verify', 'backup', 'restore', 'migrate-blobs', 'sweep', 'rotate-key']
    expect(leaves.map(([name]) => name)).toEqual(
      [...users, 'session ls', ...others].map((name) => `admin ${name}`),
    )
  })

  it.each(leaves)('%s says what it does, and what it takes', (_, command) => {
    const help = command.helpInformation()
    expect(command.description()).toMatch(/^[A-Z].*[^.]$/)
    for (const option of ['--data <folder>', '--store <url>', '--blobs <url>', '--json'])
      expect(help).toContain(option)
    for (const option of command.options) expect(option.description).not.toBe('')
    // They call no server.
    expect(help).not.toContain('--server')
  })
})
