import { describe, expect, it } from 'vitest'
import { classified, lostRace } from './errors.ts'

describe('an error of D1', () => {
  it.each([
    'D1_ERROR: D1 DB is overloaded. Requests queued for too long.',
    'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
    'D1_ERROR: Network connection lost.',
    'D1_ERROR: D1 DB reset because its code was updated.',
    'D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.',
    'D1_ERROR: database or disk is full: SQLITE_FULL',
  ])('that may pass is unavailable: %s', (message) => {
    const error = new Error(message)
    expect(classified(error)).toMatchObject({ type: 'SERVICE_UNAVAILABLE', cause: error })
    expect(lostRace(error)).toBeUndefined()
  })

  it.each([
    'D1_ERROR: no such column: nothing: SQLITE_ERROR',
    'D1_ERROR: NOT NULL constraint failed: item.name: SQLITE_CONSTRAINT',
    "D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'",
    'D1_ERROR: string or blob too big: SQLITE_TOOBIG',
  ])('that is a mistake stays what it is: %s', (message) => {
    const error = new Error(message)
    expect(classified(error)).toBe(error)
  })

  it('tells of a lost race in its message or in its cause', () => {
    const missed = `D1_ERROR: bad JSON path: 'accession missed updateSession': SQLITE_ERROR`
    expect(lostRace(new Error(missed))).toEqual({ outcome: 'missed', table: 'updateSession' })
    const taken = 'UNIQUE constraint failed: update_session.item_id: SQLITE_CONSTRAINT'
    expect(lostRace(new Error('D1_ERROR', { cause: new Error(taken) }))).toEqual({
      outcome: 'taken',
      table: 'updateSession',
      key: 'active',
    })
  })
})
