import { describe, expect, it } from 'vitest'
import { failure } from '../../test/publisher.ts'
import { faults, info, openWorld } from '../../test/subscribed-world.ts'
import type { FetchFailure } from '../ports/fetcher.ts'
import { listTasks } from '../tasks/list-tasks.ts'
import { listSubscribedLibraries } from './list-subscribed-libraries.ts'
import { probeSubscription } from './probe-subscription.ts'

describe('probe', () => {
  it.each(faults)('tells %s of %j', async (fault, subscription_info) => {
    const { world, caller } = await openWorld()
    const { status, error_messages } = await probeSubscription(world, caller, { subscription_info })
    expect(status).toBe(fault === 'password_missing' ? 'INVALID_CREDENTIALS' : 'INVALID_URL')
    expect(error_messages).toMatchObject([{ id: `accession.subscription.${fault}` }])
    expect(JSON.stringify(error_messages)).not.toContain('secret')
  })

  it('of what is published is a success, and makes nothing', async () => {
    const { world, caller, mirror } = await openWorld()
    expect(await probeSubscription(world, caller, { subscription_info: info })).toEqual({
      status: 'SUCCESS',
      ssl_thumbprint: 'AB:CD',
      ssl_certificate: 'PEM',
      error_messages: [],
    })
    expect(await listSubscribedLibraries(world, caller)).toEqual([mirror.id])
    expect(await listTasks(world, caller, {})).toEqual({})
  })

  it.each<[string, FetchFailure | number]>([
    ['INVALID_URL', 'INVALID_URL'],
    ['INVALID_URL', 'FORBIDDEN_ADDRESS'],
    ['INVALID_URL', 'TOO_MANY_REDIRECTS'],
    ['HOST_NOT_FOUND', 'HOST_NOT_FOUND'],
    ['TIMED_OUT', 'TIMED_OUT'],
    ['CERTIFICATE_ERROR', 'CERTIFICATE_ERROR'],
    ['UNKNOWN_ERROR', 'UNREACHABLE'],
    ['UNKNOWN_ERROR', 'TOO_LARGE'],
    ['INVALID_CREDENTIALS', 401],
    ['INVALID_CREDENTIALS', 403],
    ['RESOURCE_NOT_FOUND', 404],
    ['UNKNOWN_ERROR', 500],
  ])('tells %s where the publisher answers %s', async (status, fault) => {
    const { world, caller, publisher } = await openWorld()
    publisher.onRequest = () => {
      if (typeof fault === 'number') return fault
      throw failure(fault)
    }
    const probed = await probeSubscription(world, caller, { subscription_info: info })
    expect(probed).toMatchObject({ status, ssl_thumbprint: 'AB:CD' })
    expect(probed.error_messages).toHaveLength(1)
    expect(publisher.asked).toHaveLength(1)
  })

  it('tells what is no library', async () => {
    const { world, caller, publisher } = await openWorld()
    publisher.put('lib.json', '<html>')
    expect(await probeSubscription(world, caller, { subscription_info: info })).toMatchObject({
      status: 'UNKNOWN_ERROR',
      error_messages: [{ id: 'accession.subscription.document_refused' }],
    })
  })

  it('is for administrators of everything', async () => {
    const { world, addCaller, mirror } = await openWorld()
    const caller = await addCaller([
      { role: 'editor', libraryId: null },
      { role: 'admin', libraryId: mirror.id },
    ])
    const probed = probeSubscription(world, caller, { subscription_info: info })
    await expect(probed).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})
