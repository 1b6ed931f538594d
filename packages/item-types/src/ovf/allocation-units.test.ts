import { expect, it } from 'vitest'
import { unitBytes } from './allocation-units.ts'

it.each([
  ['byte', 1],
  ['byte * 2^30', 2 ** 30],
  ['byte*2^20', 2 ** 20],
  ['Byte * 1024', 1024],
  ['byte * 10^9', 1e9],
  ['byte * 2^10 * 3', 3072],
  ['KiloBytes', 1024],
  ['MegaBytes', 1024 ** 2],
  ['GB', 1024 ** 3],
  ['TiB', 1024 ** 4],
  ['gibibyte', 1024 ** 3],
  ['mebibyte * 3', 3 * 1024 ** 2],
  ['2^20 * byte', 2 ** 20],
  ['PetaBytes', 1024 ** 5],
])('%s has %i bytes', (units, bytes) => {
  expect(unitBytes(units)).toBe(bytes)
})

it.each([
  '',
  'hertz * 10^6',
  'byte * ',
  'byte * 2^',
  'byte ^ 2',
  'byte * 2^999',
  'byte * 0',
  '2^20',
  'byte * byte',
  'byte * 2^60',
  'percent',
])('%j counts no bytes', (units) => {
  expect(unitBytes(units)).toBeUndefined()
})
