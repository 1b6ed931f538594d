import { describe, expect, it } from 'vitest'
import { operationsInData } from '../../test/contract-data.ts'
import { contract } from './contract.ts'
import { restAddresses } from './rest-address.ts'
import { opaque, structure } from './types.ts'

describe('the /rest address', () => {
  it.each(operationsInData)('of $service.$id is as in the data', ({ service, id, facts }) => {
    const params = structure(
      'operation-input',
      Object.fromEntries(Object.keys(facts.params).map((name) => [name, opaque])),
    )
    const { documented: _, ...expected } = facts.rest
    const [address] = restAddresses({ service, id, params, api: facts.api })
    const { actionParameter, ...derived } = address ?? {}
    expect(derived).toEqual(expected)
    expect(actionParameter).toBe(service === 'com.vmware.cis.tasks' ? 'action' : '~action')
  })

  it('of session.get has a GET beside the POST of the reference', () => {
    expect(restAddresses(contract.session.get)).toEqual([
      {
        method: 'POST',
        path: '/rest/com/vmware/cis/session',
        action: 'get',
        actionParameter: '~action',
      },
      { method: 'GET', path: '/rest/com/vmware/cis/session', actionParameter: '~action' },
    ])
  })

  it('of any other operation is the only one', () => {
    expect(restAddresses(contract.updateSession.get)).toHaveLength(1)
  })
})
