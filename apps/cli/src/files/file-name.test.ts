import { expect, it } from 'vitest'
import { checkFileName } from './file-name.ts'

it.each(['', '.', '..', '../x', '/etc/passwd', 'a/b', 'a\\b', 'C:x', 'a\u0000b', 'a\nb'])(
  'refuses to write a file named %j',
  (name) => {
    expect(() => checkFileName(name)).toThrow('not safe')
  },
)

it.each(['a.iso', '...', '..a', '%2e%2e%2f', 'ünï code.txt', '-rf'])(
  'takes %j as it is',
  (name) => {
    expect(() => checkFileName(name)).not.toThrow()
  },
)
