import { expect, it } from 'vitest'
import { nameEndingOf } from './name-ending.ts'

it.each([
  ['disk.vmdk', '.vmdk'],
  ['my.disk.VMDK', '.vmdk'],
  ['.mf', '.mf'],
  ['disk.', '.'],
  ['disk', ''],
])('%s ends in %j', (name, ending) => {
  expect(nameEndingOf(name)).toBe(ending)
})
