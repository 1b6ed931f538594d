import { describe, expect, it } from 'vitest'
import { isAddressIn } from './address-block.ts'

describe('a block of addresses', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1'],
    ['10.0.0.0/8', '::ffff:10.255.0.1'],
    ['::ffff:10.0.0.0/104', '10.255.0.1'],
    ['0.0.0.0/0', '203.0.113.9'],
    ['192.168.1.128/25', '192.168.1.200'],
    ['192.168.1.7', '192.168.1.7'],
    ['::1', '::1'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['2001:db8::/32', '2001:DB8:1::2'],
    ['fe80::/10', 'fe80::1%eth0'],
    ['64:ff9b::/96', '64:ff9b::192.0.2.1'],
  ])('%s holds %s', (block, address) => {
    expect(isAddressIn([block])(address)).toBe(true)
  })

  it.each([
    ['10.0.0.0/8', '11.0.0.1'],
    ['192.168.1.128/25', '192.168.1.100'],
    ['0.0.0.0/0', '::1'],
    ['::/0', '10.0.0.1'],
    ['2001:db8::/32', '2001:db9::1'],
    ['10.0.0.0/8', 'unknown'],
    ['10.0.0.0/8', ''],
  ])('%s does not hold %s', (block, address) => {
    expect(isAddressIn([block])(address)).toBe(false)
  })

  it.each([
    '10.0.0.0/33',
    '10.0.0/8',
    'proxy',
    '::1/129',
    '1::2::3',
    '10.0.0.0/8/8',
    '::ffff:10.0.0.0/8',
    '1:2:3:4:5:6:7',
  ])('%s is none', (block) => {
    expect(() => isAddressIn([block])).toThrow(`${block} is neither an address nor a CIDR`)
  })

  it('is not there where none is named', () => {
    expect(isAddressIn([])('127.0.0.1')).toBe(false)
  })
})
