import { expect, it } from 'vitest'
import { tableShapes } from '../ports/table-shape.ts'
import { createTestWorld } from '../testing/world.ts'
import { newSessionFile } from './new-session-file.ts'

const { world } = createTestWorld()
const columns = new Set(Object.keys(tableShapes.updateSessionFile.columns))

it.each([
  { change: 'ADD', sourceType: 'PUSH', declaredSize: 7 },
  { change: 'REMOVE', sourceType: 'NONE' },
] as const)('a row of %o has every column, and has received nothing', (given) => {
  const row = newSessionFile(world, { sessionId: 'session', name: 'disk', ...given })
  expect(new Set(Object.keys(row))).toEqual(columns)
  expect(row).toMatchObject({
    ...given,
    revision: 1,
    status: 'WAITING_FOR_TRANSFER',
    bytesTransferred: 0,
    size: null,
    blobId: null,
    sourceEndpoint: null,
    transferBlobId: null,
  })
  expect(newSessionFile(world, { sessionId: 'session', name: 'disk', ...given }).id).not.toBe(
    row.id,
  )
})
