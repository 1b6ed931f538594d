import { expect, it } from 'vitest'
import { createPreparedNames } from './prepared-names.ts'

it('a text is prepared once, under a name of its own', () => {
  const names = createPreparedNames(10)
  const first = names.take('select 1')
  expect(first.isNew).toBe(true)
  expect(names.take('select 1')).toEqual({ name: first.name, isNew: false })
  expect(names.take('select 2').name).not.toBe(first.name)
  expect(names.released()).toEqual([])
})

it('the text unused for longest makes room', () => {
  const names = createPreparedNames(3)
  const [a, b, c] = ['a', 'b', 'c'].map((sql) => names.take(sql).name)
  names.take('a')
  const d = names.take('d')
  expect(names.released()).toEqual([b])
  expect(names.released()).toEqual([])
  for (const [sql, name] of [
    ['a', a],
    ['c', c],
    ['d', d.name],
  ] as const) {
    expect(names.take(sql)).toEqual({ name, isNew: false })
  }
  expect(names.take('b')).toMatchObject({ isNew: true })
})

it('a text whose preparation failed is prepared anew, under another name', () => {
  const names = createPreparedNames(3)
  const { name } = names.take('a')
  names.forget('a')
  names.forget('never taken')
  expect(names.released()).toEqual([name])
  const again = names.take('a')
  expect(again.isNew).toBe(true)
  expect(again.name).not.toBe(name)
})
