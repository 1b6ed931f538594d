import { describe, expect, it } from 'vitest'
import { findTarget } from './find-target.ts'

const profiles = {
  default: { server: 'https://one.example', user: 'one', token: 'token of one' },
  lab: {
    server: 'https://lab.example',
    user: 'lab',
    password: 'secret',
    insecure: true,
    ca: '/ca',
  },
}

describe('where a command goes', () => {
  it.each([
    [{}, {}, { server: 'https://one.example', user: 'one', kept: profiles.default }],
    [{ profile: 'lab' }, {}, { server: 'https://lab.example', user: 'lab', insecure: true }],
    [{}, { ACCESSION_PROFILE: 'lab' }, { server: 'https://lab.example', ca: '/ca' }],
    [{}, { ACCESSION_SERVER: 'http://two' }, { server: 'http://two', insecure: false }],
    [
      { server: 'http://three', user: 'three' },
      { ACCESSION_SERVER: 'http://two', ACCESSION_USER: 'two' },
      { server: 'http://three', user: 'three' },
    ],
    [
      { profile: 'lab' },
      { ACCESSION_SERVER: 'http://two', ACCESSION_USER: 'two' },
      { server: 'https://lab.example', user: 'lab' },
    ],
  ])('with options %j and variables %j', (options, env, target) => {
    expect(findTarget(options, env, profiles)).toMatchObject(target)
  })

  it('is this machine where nothing is said', () => {
    expect(findTarget({}, {}, {})).toMatchObject({
      server: 'http://127.0.0.1:4443',
      user: 'administrator@vsphere.local',
      kept: undefined,
    })
  })

  it.each([
    [{ server: 'https://other.example' }, {}],
    [{ user: 'other' }, {}],
    [{ server: 'http://one.example' }, {}],
    [{}, { ACCESSION_SERVER: 'https://other.example' }],
    [{}, { ACCESSION_USER: 'other' }],
  ])('takes no secret of a profile to another server or user: %j %j', (options, env) => {
    expect(findTarget(options, env, profiles).kept).toBeUndefined()
  })

  it('does not trust another server because a profile trusts its own', () => {
    const target = findTarget({ profile: 'lab', server: 'https://other.example' }, {}, profiles)
    expect(target).toMatchObject({ insecure: false, ca: undefined, kept: undefined })
  })

  it.each([
    [{ profile: 'nowhere' }, {}],
    [{ profile: 'constructor' }, {}],
    [{}, { ACCESSION_PROFILE: 'nowhere' }],
  ])('refuses a profile that is not there: %j %j', (options, env) => {
    expect(() => findTarget(options, env, profiles)).toThrow('accession login')
  })
})
