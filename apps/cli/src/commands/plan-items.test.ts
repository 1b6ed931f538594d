import { describe, expect, it } from 'vitest'
import { planItems } from './plan-items.ts'
import { planPulls } from './pull-item.ts'

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

/** The type of the items that addresses of these files make, and their order. */
const planned = (...names: string[]) =>
  planPulls(
    names.map((name) => `https://images.example/${name}`),
    { library },
  ).map(({ type, sources }) => [type, ...sources.map((source) => source.name)])

describe('planPulls', () => {
  it('names items and files by the ends of the addresses', () => {
    const addresses = ['https://images.example/iso/ubuntu%2024.iso?signature=1', 'file:///a/b.txt']
    expect(planPulls(addresses, { library, each: true })).toMatchObject([
      { name: 'ubuntu 24', type: 'iso', sources: [{ name: 'ubuntu 24.iso', uri: addresses[0] }] },
      { name: 'b', type: undefined, sources: [{ name: 'b.txt', uri: addresses[1] }] },
    ])
    expect(planPulls(addresses, { library })).toMatchObject([{ name: 'ubuntu 24' }])
  })

  it('makes of addresses what files of those names would make', () => {
    expect(planned('router.ova')).toEqual([['ovf', 'router.ova']])
    expect(planned('a.ovf', 'a.vmdk', 'a.mf')).toEqual([['ovf', 'a.mf', 'a.ovf', 'a.vmdk']])
  })

  it('refuses what names no file, and repeats none of it', () => {
    for (const address of ['ubuntu.iso', 'https://images.example/', 'https://images.example'])
      expect(() => planPulls([address], { library })).toThrow('--pull takes addresses')
    const [a, b] = ['https://a.example/x.iso?secret', 'https://b.example/x.iso?secret']
    expect(() => planPulls([a, b], { library })).toThrow('Two of the files are named x.iso')
    expect(() => planPulls([a], { library, checksum: true })).toThrow('--checksum')
  })
})
