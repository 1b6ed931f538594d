import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeProfile } from './change-profiles.ts'
import { profilePath } from './profile-path.ts'
import { readProfiles } from './read-profiles.ts'

const lab = { server: 'https://lab.example', user: 'me', token: 'secret' }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-profiles-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the file of profiles', () => {
  it('is in the config folder of each system', () => {
    expect(profilePath({ XDG_CONFIG_HOME: '/config' }, 'linux')).toBe(
      join('/config', 'accession', 'profiles.json'),
    )
    expect(profilePath({}, 'linux')).toContain(join('.config', 'accession'))
    expect(profilePath({ APPDATA: '/app' }, 'win32')).toContain(join('/app', 'accession'))
  })

  it('belongs to its owner alone, and holds what was put there', async () => {
    const path = join(folder, 'new', 'accession', 'profiles.json')
    expect(await readProfiles(path)).toEqual({})
    await changeProfile(path, 'lab', lab)
    await changeProfile(path, '__proto__', { ...lab, user: 'other' })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
    expect(Object.keys(await readProfiles(path))).toEqual(['lab', '__proto__'])
    await changeProfile(path, 'lab', undefined)
    expect(Object.keys(await readProfiles(path))).toEqual(['__proto__'])
    expect(await readdir(dirname(path))).toEqual(['profiles.json'])
  })

  it.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o620])(
    'is refused where others may use it: %o',
    async (mode) => {
      const path = join(folder, `open-${mode}.json`)
      await writeFile(path, '{}')
      await chmod(path, mode)
      await expect(readProfiles(path)).rejects.toThrow(`chmod 600 ${path}`)
      await expect(changeProfile(path, 'lab', lab)).rejects.toThrow('chmod 600')
    },
  )

  it.each(['', '[]', '{"lab":1}', '{"lab":{"server":"x"}}', '{"lab":{"server":"x","user":1}}'])(
    'is refused where it is something else, without being quoted: %s',
    async (text) => {
      const path = join(folder, 'broken.json')
      await writeFile(path, text, { mode: 0o600 })
      await expect(readProfiles(path)).rejects.toThrow('mend it')
    },
  )
})
