import { describe, expect, it } from 'vitest'
import { planItems } from './plan-items.ts'

const file = (name: string) => ({ path: `/somewhere/${name}`, name, size: 1 })
const files = (...names: string[]) => names.map(file)
const library = 'images'

describe('planItems', () => {
  it.each([
    [['ubuntu-24.04.iso'], 'ubuntu-24.04', 'iso'],
    [['a.iso', 'b.ISO'], 'a', 'iso'],
    [['router.ovf', 'disk1.vmdk', 'disk2.vmdk'], 'router', 'ovf'],
    [['router.OVA'], 'router', 'ovf'],
    [['notes.txt', 'a.iso'], 'notes', undefined],
    [['README'], 'README', undefined],
    [['.profile'], '.profile', undefined],
  ] as const)('makes one item of %j', (names, name, type) => {
    const plans = planItems(files(...names), { library })
    expect(plans).toMatchObject([{ name, type, files: names.map((one) => ({ name: one })) }])
  })

  it('sends a manifest and what signs it before the descriptor, and is named by the first file', () => {
    const [plan] = planItems(files('vm.ovf', 'disk.vmdk', 'vm.mf', 'VM.CERT'), { library })
    expect(plan).toMatchObject({ name: 'vm', type: 'ovf' })
    expect(plan?.files.map(({ name }) => name)).toEqual(['vm.mf', 'VM.CERT', 'vm.ovf', 'disk.vmdk'])
  })

  it('makes an item of each file when asked', () => {
    const plans = planItems(files('a.iso', 'b.txt'), { library, each: true })
    expect(plans.map(({ name, type }) => [name, type])).toEqual([
      ['a', 'iso'],
      ['b', undefined],
    ])
  })

  it('lets the caller name and type the item', () => {
    const [plan] = planItems(files('a.iso'), { library, name: 'n', type: 't' })
    expect(plan).toMatchObject({ name: 'n', type: 't' })
  })

  it('refuses one name for several items, and two files of one name', () => {
    expect(() => planItems(files('a'), { library, each: true, name: 'n' })).toThrow('--each')
    expect(() => planItems(files('a', 'a'), { library })).toThrow('named a')
    expect(planItems(files('a', 'a'), { library, each: true })).toHaveLength(2)
  })
})
