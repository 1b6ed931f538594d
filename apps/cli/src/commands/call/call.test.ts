import { operations } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../create-program.ts'
import { exitCodes } from '../../exit-codes.ts'
import { operationHelp } from './operation-help.ts'
import { findByName, shortName } from './operation-names.ts'
import { readInput } from './read-input.ts'

describe.each(operations.map((one) => [shortName(one), one] as const))('%s', (short, operation) => {
  it('is found by each of its names, and has a help', () => {
    for (const name of [short, operation.name, `${operation.service}.${operation.id}`]) {
      expect(findByName(name)).toBe(operation)
    }
    const help = operationHelp(operation)
    for (const name of Object.keys(operation.params.fields)) expect(help).toContain(`--${name}`)
    expect(help).toContain(`accession call ${short}`)
  })

  it('has no field that is named like an option of every command', () => {
    const program = createProgram(new AbortController().signal, ['call', short])
    const options = program.options.map(({ long }) => long)
    for (const name of Object.keys(operation.params.fields)) {
      expect(options).not.toContain(`--${name}`)
      expect(options).not.toContain(`--${name.replaceAll('_', '-')}`)
    }
  })
})

const read = (name: string, words: readonly string[], file: unknown = {}) =>
  readInput(findByName(name), words, file)

describe('the input of a call', () => {
  it('is put together of fields with their types, over a file that stays as it was', () => {
    const file = { update_session_id: 'x', file_spec: { name: 'a', size: 1 } }
    const words = ['--file-spec.source-type', 'PUSH', '--file_spec.size', '12']
    const checksum = ['--file_spec.checksum_info', '{"checksum":"00"}']
    expect(read('update_session_file.add', [...words, ...checksum], file)).toEqual({
      update_session_id: 'x',
      file_spec: { name: 'a', size: 12, source_type: 'PUSH', checksum_info: { checksum: '00' } },
    })
    expect(file.file_spec.size).toBe(1)
  })

  it('takes a list word by word, or as JSON', () => {
    const id = ['--update_session_id', 'x']
    const path = '--update_spec.warning_behavior'
    const one = '{"warning":"SELF_SIGNED_CERTIFICATE","ignored":true}'
    const expected = { warning: 'SELF_SIGNED_CERTIFICATE', ignored: true }
    expect(read('update_session.update', [...id, path, one, path, one])).toMatchObject({
      update_spec: { warning_behavior: [expected, expected] },
    })
    expect(read('update_session.update', [...id, path, `[${one}]`])).toMatchObject({
      update_spec: { warning_behavior: [expected] },
    })
  })

  it.each([
    [['--file_spec.size', '1.5'], 'whole number'],
    [['--file_spec.size', '9007199254740993'], 'whole number'],
    [['--file_spec.source_type', 'push'], 'NONE | PUSH | PULL'],
    [['--file_spec', '[]'], 'add_spec'],
    [['--file_spec.nonsense', '1'], 'checksum_info'],
    [['--file_spec.name.more', '1'], 'file_spec.name.more'],
    [['--constructor', '1'], 'no field constructor'],
    [['--file_spec.name'], 'needs a value'],
    [['word'], '--FIELD VALUE'],
    [[], '--update_session_id'],
  ])('is refused: %j', (words, text) => {
    expect(() => read('update_session_file.add', words)).toThrow(text)
  })
})

it('tells what the members of a list are made of', () => {
  const help = operationHelp(findByName('local_library.create'))
  expect(help).toMatch(
    /--create_spec\.storage_backings \* +list of storage_backing\n +type +DATASTORE/,
  )
})

it('takes an unknown operation for a wrong command line, and names what is near', () => {
  expect(() => findByName('library.item.drop')).toThrow(
    expect.objectContaining({ exitCode: exitCodes.usage }),
  )
  expect(() => findByName('keep_alive_session')).toThrow('accession call --list')
})
