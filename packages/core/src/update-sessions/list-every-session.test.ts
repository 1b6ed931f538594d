import { describe, expect, it } from 'vitest'
import { invoke } from '../invoke.ts'
import { contract } from '../contract/contract.ts'
import { createTestWorld } from '../testing/world.ts'
import { cancelUpdateSession } from './cancel-update-session.ts'
import { listEverySession } from './list-every-session.ts'

const openWorld = async () => {
  const test = createTestWorld()
  const { world } = test
  const library = await test.addLibrary({ name: 'images' })
  const begin = async (name: string) => {
    const caller = await test.addCaller()
    const item = await test.addItem(library.id, { name })
    const create_spec = { library_item_id: item.id }
    const id = await invoke(world, caller, contract.updateSession.create, { create_spec })
    return { id: String(id), caller, item }
  }
  return { ...test, first: await begin('router'), second: await begin('switch') }
}

describe('the sessions of everybody', () => {
  it('tell who blocks which item until when', async () => {
    const { world, clock, first, second } = await openWorld()
    const listed = await listEverySession(world)
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(listed[0]).toEqual({
      id: first.id,
      userName: first.caller.user.name,
      item: 'images/router',
      itemId: first.item.id,
      state: 'ACTIVE',
      clientProgress: 0,
      createdAt: clock.now(),
      expiresAt: clock.now() + world.settings.sessionTimeoutMs,
    })
    clock.jump(world.settings.sessionTimeoutMs)
    expect(await listEverySession(world)).toEqual([])
    const ended = await listEverySession(world, { isAll: true })
    expect(ended.map(({ state }) => state)).toEqual(['ERROR', 'ERROR'])
  })

  it('are those that are asked for', async () => {
    const { world, first, second } = await openWorld()
    await cancelUpdateSession(world, first.caller, { update_session_id: first.id })
    const idsOf = async (filter: Parameters<typeof listEverySession>[1]) =>
      (await listEverySession(world, filter)).map(({ id }) => id)
    expect(await idsOf({})).toEqual([second.id])
    expect(await idsOf({ isAll: true })).toEqual([first.id, second.id])
    expect(await idsOf({ isAll: true, itemId: first.item.id })).toEqual([first.id])
    const userName = second.caller.user.name.toUpperCase()
    expect(await idsOf({ isAll: true, userName })).toEqual([second.id])
    expect(await idsOf({ itemId: 'none' })).toEqual([])
  })
})
