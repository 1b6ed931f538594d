import { types, updateSessionFileInfo, updateSessionModel } from '@accession/core/contract'
import { describe, expect, it } from 'vitest'
import { checkConforms } from './check-conforms.ts'

const session = {
  id: 'a',
  library_item_id: 'b',
  library_item_content_version: '1',
  state: 'ACTIVE',
  client_progress: 0,
  expiration_time: '2026-01-31T09:30:00.000Z',
}

const file = {
  name: 'a',
  source_type: 'PUSH',
  upload_endpoint: { uri: 'https://a' },
  status: 'READY',
  bytes_transferred: 0,
}

describe('a model', () => {
  it.each([
    ['as it is', session],
    ['with what a later version adds', { ...session, later: 1 }],
    ['with what goes with its state', { ...session, preview_info: undefined }],
  ])('conforms %s', (_, value) => {
    expect(() => checkConforms(updateSessionModel, value, 'it')).not.toThrow()
  })

  it.each([
    [{ ...session, error_message: null }, 'it.error_message is null'],
    [{ ...session, state: undefined }, 'it.state must be there in every answer'],
    [{ ...session, state: 'GONE' }, 'it.state must be one of'],
    [{ ...session, client_progress: '0' }, 'it.client_progress must be an integer'],
    [{ ...session, client_progress: 0.5 }, 'it.client_progress must be an integer'],
    [
      { ...session, expiration_time: '2026-01-31T09:30:00Z' },
      'it.expiration_time must be a moment',
    ],
    [{ ...session, warning_behavior: {} }, 'it.warning_behavior must be a list'],
    [[session], 'it must be an object'],
    [undefined, 'it is missing'],
  ])('%j does not', (value, told) => {
    expect(() => checkConforms(updateSessionModel, value, 'it')).toThrow(told)
  })
})

describe('a union', () => {
  it.each([
    [{ ...file, upload_endpoint: undefined }, 'it.upload_endpoint is missing'],
    [{ ...file, source_type: 'NONE' }, 'it.upload_endpoint does not go with source_type = NONE'],
  ])('%j breaks it', (value, told) => {
    expect(() => checkConforms(updateSessionFileInfo, file, 'it')).not.toThrow()
    expect(() => checkConforms(updateSessionFileInfo, value, 'it')).toThrow(told)
  })
})

it('a set repeats nothing', () => {
  expect(() => checkConforms(types.set(types.string), ['a', 'b'], 'it')).not.toThrow()
  expect(() => checkConforms(types.set(types.string), ['a', 'a'], 'it')).toThrow('repeats')
})
