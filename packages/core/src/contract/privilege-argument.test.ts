import { describe, expect, it } from 'vitest'
import { contract, operations } from './contract.ts'
import { privilegeArgument } from './privilege-argument.ts'

describe('the argument a privilege is needed on', () => {
  it('is none for the system', () => {
    expect(privilegeArgument(contract.library.list, { on: 'system' })).toBeUndefined()
  })

  it('is a parameter, or a field of one', () => {
    const { get, copy, find } = contract.item
    expect(get.privileges.map((one) => privilegeArgument(get, one))).toEqual([['library_item_id']])
    expect(copy.privileges.map((one) => privilegeArgument(copy, one))).toEqual([
      ['source_library_item_id'],
      ['destination_create_spec', 'library_id'],
    ])
    expect(find.privileges.map((one) => privilegeArgument(find, one))).toEqual([
      undefined,
      ['spec', 'library_id'],
    ])
  })

  it('is found for every privilege on anything but the system and a datastore', () => {
    const lost = operations.flatMap((operation) =>
      operation.privileges
        .filter(({ on, resource }) => on !== 'system' && resource !== 'Datastore')
        .filter((privilege) => privilegeArgument(operation, privilege) === undefined)
        .map(({ on }) => `${operation.name}: ${on}`),
    )
    expect(lost).toEqual([])
  })
})
