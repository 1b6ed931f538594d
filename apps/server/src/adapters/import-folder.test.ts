import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { createImportFolder } from './import-folder.ts'

/** A folder with a file, one below it, and ways out of it. */
const makeFolder = () => {
  const root = temporaryFolder()
  const [folder, outside] = [join(root, 'images'), join(root, 'secret')]
  mkdirSync(join(folder, 'below'), { recursive: true })
  writeFileSync(outside, 'outside')
  writeFileSync(join(folder, 'a.iso'), 'hello')
  writeFileSync(join(folder, 'below', 'ö b.iso'), '')
  symlinkSync(outside, join(folder, 'link'))
  symlinkSync(join(folder, 'a.iso'), join(folder, 'inner-link'))
  symlinkSync(root, join(folder, 'up'))
  if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')])
  return { folder, outside, imports: createImportFolder(folder) }
}

describe('the folder of imports', () => {
  it('opens its files and those below', async () => {
    const { folder, imports } = makeFolder()
    const file = await imports.open(join(folder, 'a.iso'))
    expect(file.size).toBe(5)
    expect(await new Response(file.read() as BodyInit).text()).toBe('hello')
    const empty = await imports.open(join(folder, 'below', 'ö b.iso'))
    expect(await new Response(empty.read() as BodyInit).text()).toBe('')
    await (await imports.open(join(folder, 'a.iso'))).read().cancel()
  })

  it('opens nothing else, and tells no path', async () => {
    const { folder, outside, imports } = makeFolder()
    const paths = [
      outside,
      '/etc/passwd',
      folder,
      `${folder}-other/a.iso`,
      join(folder, 'nothing'),
      join(folder, 'below'),
      join(folder, 'link'),
      join(folder, 'inner-link'),
      join(folder, 'up', 'secret'),
      join(folder, 'up', 'images', 'a.iso'),
      `${folder}/../secret`,
      `${folder}/below/../../secret`,
      'a.iso',
      '',
      join(folder, 'pipe'),
    ]
    for (const path of paths) {
      const failure = await imports.open(path).catch((error: unknown) => error)
      expect(failure, path).toMatchObject({ name: 'ImportError' })
      expect(String(failure)).not.toContain(folder)
    }
  })
})
