import { describe, expect, it } from 'vitest'
import { AccessionError, accessionError, isAccessionError } from './accession-error.ts'
import { fillMessage } from './messages.ts'

describe('an error made from the catalog', () => {
  it('has the type, id, arguments and text of its message', () => {
    const error = accessionError('accession.update_session.active', ['session-1'])
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'AccessionError',
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      id: 'accession.update_session.active',
      args: ['session-1'],
      retryable: false,
      message: 'Update session session-1 is ACTIVE: cancel, fail or complete it, then delete it.',
    })
    expect(error.messages).toEqual([fillMessage('accession.update_session.active', ['session-1'])])
    expect(error.data).toBeUndefined()
    expect(error).not.toHaveProperty('cause')
  })

  it('says by its type whether a retry may help, unless told otherwise', () => {
    const busy = ['item', 'session', 'user', '2026-01-31T09:30:00.000Z'] as const
    expect(accessionError('accession.update_session.item_busy', busy).retryable).toBe(true)
    expect(
      accessionError('accession.update_session.item_busy', busy, { retryable: false }).retryable,
    ).toBe(false)
  })

  it('carries data, further messages and its cause', () => {
    const cause = new Error('disk')
    const more = [fillMessage('accession.service.store_failing', [])]
    const error = accessionError('accession.service.internal', ['request-1'], {
      data: { request_id: 'request-1' },
      more,
      cause,
    })
    expect(error).toMatchObject({ data: { request_id: 'request-1' }, cause })
    expect(error.messages.map(({ id }) => id)).toEqual([
      'accession.service.internal',
      'accession.service.store_failing',
    ])
  })
})

it('an error can be made of a message that the catalog does not know', () => {
  const message = { id: 'com.vmware.vdcs.other', default_message: 'Other.', args: [] }
  expect(new AccessionError('ERROR', message)).toMatchObject({ id: message.id, message: 'Other.' })
})

describe('what is caught', () => {
  const error = accessionError('accession.item.not_found', ['item'])

  it('is recognized, of any type or of one', () => {
    expect(isAccessionError(error)).toBe(true)
    expect(isAccessionError(error, 'NOT_FOUND')).toBe(true)
    expect(isAccessionError(error, 'UNSUPPORTED')).toBe(false)
  })

  it.each([new Error('other'), undefined, { name: 'AccessionError' }])('is not %o', (other) => {
    expect(isAccessionError(other)).toBe(false)
  })
})
