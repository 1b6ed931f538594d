import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeIso } from '../../test/make-iso.ts'
import { makeOvf } from '../../test/make-ovf.ts'
import { lookAtFile } from '../files/local-file.ts'
import { completePlan } from './complete-plan.ts'
import { planItems, type ImportOptions } from './plan-items.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accession-plan-'))
  await makeOvf(folder, [500, 300])
})
afterEach(() => rm(folder, { recursive: true }))

const at = (name: string): string => join(folder, name)

const plan = async (names: readonly string[], options: Partial<ImportOptions> = {}) => {
  const files = await Promise.all(names.map((name) => lookAtFile(at(name))))
  const [planned] = planItems(files, { library: 'l', ...options })
  if (!planned) throw new Error('nothing is planned')
  return completePlan(planned)
}

describe('an OVF that is to be imported', () => {
  it('brings what it refers to', async () => {
    const { name, type, files } = await plan(['router.ovf'])
    expect({ name, type }).toEqual({ name: 'router', type: 'ovf' })
    expect(files.map((file) => file.path)).toEqual(
      ['router.ovf', 'router-disk1.vmdk', 'router-disk2.vmdk'].map(at),
    )
  })

  it('brings its manifest and its certificate, and what was named besides', async () => {
    for (const name of ['router.mf', 'router.cert', 'other.mf', 'notes.txt'])
      await writeFile(at(name), name)
    const { files } = await plan(['router.ovf', 'notes.txt', 'router-disk2.vmdk'])
    expect(files.map((file) => file.name)).toEqual([
      'router.mf',
      'router.cert',
      'router.ovf',
      'router-disk1.vmdk',
      'router-disk2.vmdk',
      'notes.txt',
    ])
  })

  it('takes a file that was named in the place of the one beside the descriptor', async () => {
    await mkdir(at('elsewhere'))
    await rm(at('router-disk1.vmdk'))
    await writeFile(at('elsewhere/router-disk1.vmdk'), Buffer.alloc(500))
    const { files } = await plan(['router.ovf', 'elsewhere/router-disk1.vmdk'])
    expect(files.map((file) => file.path)).toContain(at('elsewhere/router-disk1.vmdk'))
  })

  it('is refused with the names of what is missing or has another size', async () => {
    await rm(at('router-disk1.vmdk'))
    await appendFile(at('router-disk2.vmdk'), 'x')
    await expect(plan(['router.ovf'])).rejects.toThrow(
      /^router\.ovf cannot be imported\. router-disk1\.vmdk is missing.* router-disk2\.vmdk has 301 bytes/,
    )
  })

  it('is refused where it cannot be read, and taken as it is where it is of another type', async () => {
    await writeFile(at('router.ovf'), 'no descriptor')
    await expect(plan(['router.ovf'])).rejects.toThrow(/^router\.ovf: Line 1/)
    const { files } = await plan(['router.ovf'], { type: 'other' })
    expect(files).toHaveLength(1)
  })
})

describe('other files that are to be imported', () => {
  it('an OVA goes as it is', async () => {
    await writeFile(at('router.ova'), 'ova')
    expect(await plan(['router.ova'])).toMatchObject({
      type: 'ovf',
      files: [{ name: 'router.ova' }],
    })
  })

  it('an ISO is looked at, and warned of where it is none', async () => {
    await writeFile(at('a.iso'), makeIso(new Uint8Array(10)))
    await writeFile(at('b.iso'), 'no disc')
    expect((await plan(['a.iso'])).warnings).toEqual([])
    expect((await plan(['b.iso'])).warnings).toEqual([expect.stringContaining('no disc image')])
  })
})
