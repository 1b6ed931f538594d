import { expect, it, vi } from 'vitest'
import { countOf } from './count-of.ts'
import { formatBytes } from './format-bytes.ts'
import { createOutput } from './output.ts'
import { barLine } from './progress-bar.ts'
import { showProgress } from './show-progress.ts'
import { table } from './table.ts'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [1_500_000, '1.5 MB'],
  [123_456_789_012, '123 GB'],
])('shows %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it('sets a table in columns, and keeps control characters off the terminal', () => {
  expect(
    table(
      ['NAME', 'SIZE'],
      [
        ['a', '1'],
        ['long\u001B[2J', ''],
      ],
    ),
  ).toEqual(['NAME      SIZE', 'a         1', 'long�[2J'])
  expect(table(['NAME'], [])).toEqual([])
})

it.each([
  [0, 'item', '0 items'],
  [1, 'library', '1 library'],
  [2, 'library', '2 libraries'],
])('counts %d %s as %s', (count, what, text) => {
  expect(countOf(count, what)).toBe(text)
})

it('tells how far a copy is, with and without an end', () => {
  const seen = { blobs: 1, bytes: 500_000 }
  expect(showProgress('Copying', seen)).toBe('Copying: 1 blob, 500 kB')
  expect(showProgress('Copying', { ...seen, blobsOf: 3, bytesOf: 2_000_000 })).toBe(
    'Copying: 1 of 3 blobs, 500 kB of 2.0 MB, 25%',
  )
  expect(showProgress('Copying', { ...seen, blobsOf: 1, bytesOf: 0 })).toContain('100%')
})

it('draws a bar that fits its terminal', () => {
  const progress = { file: 'a-rather-long-name.iso', fileBytes: 50, fileSize: 100 }
  const half = barLine('Uploading', { ...progress, bytes: 50, size: 100 }, 1_000, 100)
  expect(half).toContain('████████░░░░░░░░  50%')
  expect(half).toContain('1 s left')
  for (const columns of [20, 40, 60, 80]) {
    expect(
      barLine('Uploading', { ...progress, bytes: 50, size: 100 }, 1, columns).length,
    ).toBeLessThan(columns)
  }
  expect(barLine('Uploading', { ...progress, bytes: 0, size: 0 }, 0, 100)).toContain('100%')
  const unknown = { ...progress, fileSize: undefined, bytes: 5_000_000, size: undefined }
  expect(barLine('Pulling', unknown, 1_000, 100)).toBe(
    'Pulling a-rather-long-name.iso 5.0 MB 5.0 MB/s',
  )
})

it.each([
  [['a', 'b'], 'a\nb\n'],
  ['a', 'a\n'],
  [[{ id: 'a', name: 'x' }], 'a\n'],
  [{ library_usage_list: [{ usage: 'a' }, { usage: 'b' }] }, 'a\nb\n'],
  [{ certificates: [{ certificate: 'a', cert_text: 'x' }] }, 'a\n'],
  [{ library_usage_list: [] }, ''],
])('prints the ids of %j', (value, printed) => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    createOutput('ids').result(value, () => [])
    expect(write.mock.calls.map(([text]) => text).join('')).toBe(printed)
  } finally {
    write.mockRestore()
  }
})

it('says where there are no ids', () => {
  expect(() => createOutput('ids').result({ name: 'x', size: 1 }, () => [])).toThrow('no ids')
})
