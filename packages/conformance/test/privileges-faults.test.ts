import { contract, types } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import type { Grant } from '@accession/core/ports'
import type { RunningServer } from '@accession/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unknownId } from '../src/fixtures/libraries.ts'
import { spellings } from '../src/spellings/spellings.ts'
import { credentialHeaders } from '../src/wire/credentials.ts'
import { callTemplate } from './privileges/call-template.ts'
import { layGround } from './privileges/ground.ts'
import type { Ground } from './privileges/ground.ts'
import { tryOperation, tryWithoutRole } from './privileges/try-operation.ts'
import { makeShelves, tryShown } from './privileges/try-shown.ts'
import { tryUnsigned } from './privileges/try-unsigned.ts'
import { startNodeServer } from './support/start-node.ts'

let server: RunningServer
let ground: Ground
let elsewhere: string

beforeAll(async () => {
  server = await startNodeServer({ store: 'memory:', blobs: 'memory:' })
  ground = await layGround(server)
  elsewhere = await ground.makeLibrary()
})

afterAll(() => server.close())

/** A server on which the caller's grants become others. */
const withGrants = (change: (grants: readonly Grant[]) => readonly Grant[]): Ground => ({
  ...ground,
  grant: (grants) => ground.grant(change(grants)),
})

const everything: readonly Grant[] = [{ role: 'admin', libraryId: null }]

const onAll = (grants: readonly Grant[]) => grants.map(({ role }) => ({ role, libraryId: null }))

const refused = (holding: string) => `${holding}: it should be refused, and was allowed`

const find = (faulty: Ground, operation: AnyOperation) =>
  tryOperation(faulty, 'api', operation, elsewhere)

describe('what is wrong with privileges is found', () => {
  it('where everybody may do everything', async () => {
    const wrong = await find(
      withGrants(() => everything),
      contract.item.delete,
    )
    const told = 'item.delete as it is meant, '
    expect(wrong).toEqual([
      told + refused('no role'),
      told + refused('viewer of everything'),
      told + refused('viewer of another library'),
      told + refused('viewer of the library of library_item_id'),
      told + refused('editor of another library'),
      told + refused('admin of another library'),
    ])
  })

  it('where nobody may do anything', async () => {
    const wrong = await find(
      withGrants(() => []),
      contract.library.get,
    )
    expect(wrong).toHaveLength(6)
    for (const one of wrong) expect(one).toMatch(/: it should be allowed, and was UNAUTHORIZED$/)
  })

  it('where a role on one library is one on all', async () => {
    expect(await find(withGrants(onAll), contract.localLibrary.create)).toEqual([
      `localLibrary.create as it is meant, ${refused('admin of another library')}`,
    ])
  })

  it('where a role on one of two libraries is enough', async () => {
    const named = 'editor of the library of'
    const wrong = await find(
      withGrants((grants) => (grants.length === 1 ? everything : grants)),
      contract.item.copy,
    )
    for (const one of ['source_library_item_id', 'destination_create_spec.library_id'])
      expect(wrong).toContain(`item.copy as it is meant, ${refused(`${named} ${one}`)}`)
  })

  it('where sessions are everybody’s', async () => {
    const wrong = await find(
      withGrants(() => everything),
      contract.updateSession.cancel,
    )
    const told = 'updateSession.cancel on what is somebody else’s, '
    expect(wrong).toContain(told + refused('viewer of everything'))
    expect(wrong.filter((one) => !one.startsWith(told))).toEqual([])
  })

  it('where something changed that is then refused', async () => {
    const { library } = contract
    const meddling: Ground = {
      ...ground,
      async send(request) {
        const [id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(request.path) ?? []
        await ground.invokeAs('administrator', 'library.update', {
          library_id: id,
          update_spec: { description: 'meddled with' },
        })
        return ground.send(request)
      },
    }
    const wrong = await find(meddling, library.update)
    expect(wrong).toContain(
      'library.update as it is meant, no role: it was refused, and changed something',
    )
  })

  it('and nothing where nothing is wrong', async () => {
    expect(await find(ground, contract.item.copy)).toEqual([])
  })
})

it('a type that is told before the privilege is found', async () => {
  const telling: Ground = {
    ...ground,
    async send(request) {
      if (request.path.includes(unknownId)) return ground.send(request)
      const [library_id = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(request.path) ?? []
      const { type } = await ground.invokeAs('administrator', 'library.get', { library_id })
      if (type === 'LOCAL') return ground.send(request)
      const credentials = await ground.token()
      await ground.grant(everything)
      const given = { library_id }
      const answer = await ground.send(
        spellings.api.write(contract.localLibrary.get, given, credentials),
      )
      await ground.grant([])
      return answer
    },
  }
  expect(await tryWithoutRole(telling, contract.localLibrary.get)).toEqual([
    'localLibrary.get as it is meant, which is SUBSCRIBED: it should be refused, and was INVALID_ELEMENT_TYPE',
  ])
})

it('an unknown id that is told as one of somebody else is found', async () => {
  const telling: Ground = {
    ...ground,
    send: (request) =>
      ground.send({ ...request, path: request.path.replace(unknownId, elsewhere) }),
  }
  expect(await tryWithoutRole(telling, contract.localLibrary.get)).toEqual([
    'localLibrary.get as it is meant, which is unknown: it was UNAUTHORIZED',
  ])
})

it('a privilege that is named, and is not the one lacking, is found', async () => {
  const misnaming: Ground = {
    ...ground,
    async send(request) {
      const answer = await ground.send(request)
      const named = 'ContentLibrary.DeleteLibraryItem'
      return { ...answer, text: answer.text.replaceAll(named, 'ContentLibrary.UpdateLibraryItem') }
    },
  }
  expect(await find(misnaming, contract.item.delete)).toContain(
    'item.delete as it is meant, no role: it was refused for want of ContentLibrary.UpdateLibraryItem, where ContentLibrary.DeleteLibraryItem is lacking',
  )
})

it('what needs no signing in is found', async () => {
  const trusting: Ground = {
    ...ground,
    async send(request) {
      const headers = { ...request.headers, ...credentialHeaders(ground.password) }
      return ground.send({ ...request, headers })
    },
  }
  expect(await tryUnsigned(trusting, 'api')).toContain(
    'library.get as it is meant: it was NOT_FOUND',
  )
})

it('what is shown, and may not be read, is found', async () => {
  const shelves = await makeShelves(ground)
  const showing = withGrants(() => everything)
  const hiding = withGrants(() => [{ role: 'viewer', libraryId: elsewhere }])
  const { list } = contract.library
  expect(await tryShown(showing, list, shelves)).toContain(
    'library.list shows what may not be read',
  )
  expect(await tryShown(hiding, list, shelves)).toEqual([
    'library.list shows nothing of what may be read',
  ])
  expect(await tryShown(ground, list, shelves)).toEqual([])
})

describe('an operation that is new to the matrix', () => {
  it('is told where an id of it is made', () => {
    const params = types.structure('operation-input', { widget_id: types.id })
    const operation: AnyOperation = { ...contract.library.get, params }
    expect(() => callTemplate(operation, [])).toThrow(/the id widget_id: say how in .*makers\.ts/)
  })

  it('is told that its arguments are not right', async () => {
    // Under another name nothing adds what `find` needs besides its types.
    const operation: AnyOperation = { ...contract.library.find, name: 'library.list' }
    const wrong = await find(ground, operation)
    expect(wrong).toContain(
      'library.list as it is meant, admin of everything: the arguments are not right, so privileges were not tried (INVALID_ARGUMENT): say how in packages/conformance/test/privileges, makers.ts or call-template.ts',
    )
  })
})
