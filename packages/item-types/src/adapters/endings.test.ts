import { describe, expect, it } from 'vitest'
import { itemTypes } from './index.ts'

const names = ['.ovf', '.mf', '.cert', '.ova', '.vmdk', '.iso', '.nvram', ''].flatMap((ending) => [
  `box${ending}`,
  `box.1${ending.toUpperCase()}`,
])

const endsIn = (name: string, some: readonly string[]): boolean =>
  some.some((ending) => name.toLowerCase().endsWith(ending))

describe.each(itemTypes)('the endings of $info.type', (type) => {
  const { readWhole, manifest } = type.endings

  it.each(names)('find %s where it is read as a whole, and only there', (name) => {
    expect(endsIn(name, readWhole)).toBe(type.roleOf(name).bytesMax !== undefined)
  })

  it('of manifests are among those of what is read as a whole', () => {
    expect(readWhole).toEqual(expect.arrayContaining([...manifest]))
  })
})
