import { operations } from '@accession/core/contract'
import type { RunningServer } from '@accession/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spellingNames } from '../../src/spellings/spelling.ts'
import { layGround } from './ground.ts'
import type { Ground } from './ground.ts'
import { tryOperation, tryWithoutRole } from './try-operation.ts'
import { makeShelves, showingOperations, tryShown } from './try-shown.ts'
import type { Shelves } from './try-shown.ts'
import { tryUnsigned } from './try-unsigned.ts'

/** A server that was started for the matrix, and what ends it. */
export interface StartedServer {
  readonly server: RunningServer
  readonly end: () => Promise<void>
}

/** Holds every operation, for every role, in every spelling, against the table of the contract. */
export const describePrivileges = (name: string, start: () => Promise<StartedServer>): void => {
  describe(name, () => {
    let started: StartedServer | undefined
    let ground: Ground
    let elsewhere: string
    let shelves: Shelves

    beforeAll(async () => {
      started = await start()
      ground = await layGround(started.server)
      elsewhere = await ground.makeLibrary()
      shelves = await makeShelves(ground)
    })

    afterAll(() => started?.end())

    describe.each(spellingNames)('%s', (spelling) => {
      const title = '$name is for those alone who have its privileges'
      it.each(operations)(title, async (operation) => {
        expect(await tryOperation(ground, spelling, operation, elsewhere)).toEqual([])
      })

      it('nothing is for who is not signed in', async () => {
        expect(await tryUnsigned(ground, spelling)).toEqual([])
      })
    })

    const title = '$name tells who has no role nothing but that an id exists'
    it.each(operations)(title, async (operation) => {
      expect(await tryWithoutRole(ground, operation)).toEqual([])
    })

    it.each(showingOperations)('$name shows what one may read', async (operation) => {
      expect(await tryShown(ground, operation, shelves)).toEqual([])
    })
  })
}
