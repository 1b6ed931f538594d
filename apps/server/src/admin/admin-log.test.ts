import { userInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { createAdminLog } from './admin-log.ts'

const logged = (isReadable: boolean): string[] => {
  const lines: string[] = []
  const log = createAdminLog({ isReadable, write: (text) => lines.push(text) })
  log.audit('user.remove', { user: 'ada' })
  log.warn('catalog.slow')
  return lines
}

describe('the log of a command', () => {
  it('tells who of the machine did what to whom', () => {
    const [line, ...others] = logged(false).map((text) => JSON.parse(text) as object)
    const by = userInfo().username
    expect(line).toMatchObject({ level: 'audit', event: 'user.remove', by, user: 'ada' })
    expect(others).toHaveLength(1)
  })

  it('leaves that to the command where a person looks on', () => {
    const [line, ...others] = logged(true)
    expect(line).toContain('catalog.slow')
    expect(others).toEqual([])
  })
})
