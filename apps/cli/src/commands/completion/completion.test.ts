import { spawnSync } from 'node:child_process'
import { describe, expect, it, vi } from 'vitest'
import { createProgram } from '../../create-program.ts'

const scriptFor = async (shell: string): Promise<string> => {
  let script = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    script += String(text)
    return true
  })
  try {
    await createProgram(new AbortController().signal).parseAsync(['completion', shell], {
      from: 'user',
    })
  } finally {
    write.mockRestore()
  }
  return script
}

const isThere = (shell: string): boolean => {
  if (!spawnSync(shell, ['-c', 'true']).error) return true
  console.warn(`Skipped: ${shell} is not installed, so its completion is not tried`)
  return false
}

/** What a shell answers to a program, which it must take without a complaint. */
const run = (shell: string, args: readonly string[], program = ''): string => {
  const { stdout, stderr } = spawnSync(shell, args, { input: program, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
}

const lines: readonly (readonly [string, readonly string[]])[] = [
  ['accession sess', ['session']],
  ['accession session kee', ['keep-alive']],
  ['accession --server http://x session do', ['doctor']],
  ['accession session ls --outp', ['--output']],
  ['accession session ls --output ', ['table', 'json', 'yaml', 'ids']],
  ['accession session doctor --dry', ['--dry-run']],
  ['accession --spelling re', ['rest']],
  ['accession call update_session.k', ['update_session.keep_alive']],
  ['accession completion ', ['bash', 'zsh', 'fish']],
  ['accession admin user pa', ['passwd']],
]

describe.skipIf(!isThere('bash'))('completion in bash', () => {
  it.each(lines)('%s', async (line, expected) => {
    const words = line.split(' ')
    const quoted = words.map((word) => `'${word}'`).join(' ')
    const program = `${await scriptFor('bash')}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}
_accession; printf '%s\\n' "\${COMPREPLY[@]}"`
    const told = run('bash', ['--norc'], program)
    expect(told.trim().split('\n')).toEqual(expected)
  })
})

describe.skipIf(!isThere('zsh'))('completion in zsh', () => {
  it.each(lines)('%s', async (line, expected) => {
    const words = line.split(' ')
    const quoted = words.map((word) => `'${word}'`).join(' ')
    // What the completion of zsh would show, without a terminal: both of its ways to offer words.
    const program = `compdef() { : }
_files() { : }
compadd() { shift; for one in "$@"; do [[ $one == $PREFIX* ]] && print -r -- $one; done }
_describe() { for one in "\${(@P)2}"; do [[ $one == $PREFIX* ]] && print -r -- \${one%%:*}; done }
${await scriptFor('zsh')}
words=(${quoted}); CURRENT=${words.length}; PREFIX=\${words[CURRENT]}
_accession; true`
    const told = run('zsh', ['-f'], program)
    expect(told.trim().split('\n')).toEqual(expected)
  })
})

describe.skipIf(!isThere('fish'))('completion in fish', () => {
  it.each(lines)('%s', async (line, expected) => {
    const program = `${await scriptFor('fish')}\ncomplete -C '${line}'`
    const told = run('fish', ['--no-config', '-c', program])
    const offered = told
      .trim()
      .split('\n')
      .map((one) => one.split('\t')[0])
    expect(new Set(offered)).toEqual(new Set(expected))
  })
})
