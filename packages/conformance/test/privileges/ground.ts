import { authenticateToken, createUser, invoke, receiveUpload } from '@accession/core'
import type { Caller, World } from '@accession/core'
import { findOperation } from '@accession/core/contract'
import type { Input, OperationName, Result } from '@accession/core/contract'
import { insert, write } from '@accession/core/ports'
import type { Grant } from '@accession/core/ports'
import { sampleRow } from '@accession/core/testing'
import type { RunningServer } from '@accession/server'
import { spellings } from '../../src/spellings/spellings.ts'
import type { Credentials } from '../../src/wire/credentials.ts'
import { sendRequest } from '../../src/wire/send-request.ts'
import type { WireAnswer, WireRequest } from '../../src/wire/wire-request.ts'
import { administrator } from '../support/start-node.ts'
import { fileName } from './makers.ts'

/** A library with an administrator, and one caller whose grants change from call to call. */
export interface Ground {
  readonly world: World
  /** By name and password: what signing in takes. */
  readonly password: Credentials
  send(request: WireRequest): Promise<WireAnswer>
  /** The caller's token: a new one each time it was given up. */
  token(): Promise<Credentials>
  giveUpToken(): void
  /** Leaves the caller these grants and no others. */
  grant(grants: readonly Grant[]): Promise<void>
  /** Carries an operation out with every privilege, in the name of either. */
  invokeAs<Name extends OperationName>(
    who: 'caller' | 'administrator',
    name: Name,
    input: Input<Name>,
  ): Promise<Result<Name>>
  /** A new library, by its id. */
  makeLibrary(): Promise<string>
  /** A new item in a library, with one file. */
  makeItem(library: string): Promise<string>
  /** Adds a task that works on a library, and that no node takes up; answers its id. */
  addTask(library: string, owner: 'caller' | 'administrator'): Promise<string>
  /** Makes a library one that follows another, which nobody publishes. */
  turnSubscribed(library: string): Promise<void>
}

const caller = { user: 'caller@vsphere.local', password: 'a third that is long' }
const everything: readonly Grant[] = [{ role: 'admin', libraryId: null }]
/** A call that takes longer has failed. */
const answerMs = 30_000
const storage_backings = [{ type: 'DATASTORE' }] as const

/** Lays the ground of the matrix on a server that was started for it. */
export const layGround = async ({ world, url }: RunningServer): Promise<Ground> => {
  await createUser(world, { name: caller.user, password: caller.password, grants: [] })
  const send = (request: WireRequest) => sendRequest(url, request, AbortSignal.timeout(answerMs))
  const signIn = async (as: typeof caller): Promise<string> => {
    const create = operationNamed('session.create')
    const answer = await send(spellings.api.write(create, {}, { kind: 'password', ...as }))
    return spellings.api.readResult(create, answer) as string
  }
  const callerOf = async (as: typeof caller): Promise<Caller> => ({
    ...(await authenticateToken(world, await signIn(as))),
    grants: everything,
    origin: url.origin,
  })
  const callers = {
    caller: await callerOf(caller),
    administrator: await callerOf(administrator),
  }
  const invokeAs: Ground['invokeAs'] = async (who, name, input) =>
    (await invoke(world, callers[who], operationNamed(name), input)) as never
  const makeLibrary = (): Promise<string> =>
    invokeAs('administrator', 'localLibrary.create', {
      create_spec: { name: 'privileges', storage_backings },
    })
  const source = await makeSource(world, invokeAs, await makeLibrary())
  let token: string | undefined
  let names = 0
  return {
    world,
    password: { kind: 'password', ...caller },
    send,
    token: async () => ({ kind: 'token', token: (token ??= await signIn(caller)) }),
    giveUpToken: () => void (token = undefined),
    async grant(grants) {
      const where = { id: callers.caller.user.id }
      const [user] = await world.store.find('user', { where, limit: 1 })
      if (!user) throw new Error('The caller is gone')
      await apply(world, write('user', user, { grants }))
    },
    invokeAs,
    makeLibrary,
    makeItem: (library_id) =>
      invokeAs('administrator', 'item.copy', {
        source_library_item_id: source,
        destination_create_spec: { library_id, name: `item ${names++}` },
      }),
    async addTask(libraryId, owner) {
      const id = world.ids.uuid()
      const { user } = callers[owner]
      const whose = { libraryId, userId: user.id, userName: user.name }
      const idle = {
        status: 'PENDING',
        holder: null,
        startedAt: null,
        error: null,
        result: null,
        dueAt: Number.MAX_SAFE_INTEGER,
      } as const
      const task = { id, kind: 'idle', subject: id, isCancelable: true, ...whose, ...idle }
      await apply(world, insert('task', sampleRow('task', task)))
      return id
    },
    async turnSubscribed(id) {
      const [library] = await world.store.find('library', { where: { id }, limit: 1 })
      if (!library) throw new Error(`There is no library ${id}`)
      const trust = { thumbprint: null, certificate: null }
      const own = { libraryId: id, isOnDemand: true, dueAt: null, ...trust }
      const follows = sampleRow('librarySource', own)
      await apply(
        world,
        write('library', library, { type: 'SUBSCRIBED' }),
        insert('librarySource', { ...follows, url: 'https://publisher.invalid/lib.json' }),
      )
    },
  }
}

/** The item that all others are copies of: so the bytes of its file are sent once. */
const makeSource = async (
  world: World,
  invokeAs: Ground['invokeAs'],
  library_id: string,
): Promise<string> => {
  const create = { create_spec: { library_id, name: 'source' } }
  const library_item_id = await invokeAs('administrator', 'item.create', create)
  const session = { create_spec: { library_item_id } }
  const update_session_id = await invokeAs('administrator', 'updateSession.create', session)
  const file_spec = { name: fileName, source_type: 'PUSH' } as const
  const added = await invokeAs('administrator', 'updateSessionFile.add', {
    update_session_id,
    file_spec,
  })
  const uri = new URL(added.upload_endpoint?.uri ?? '')
  const [ownerId = '', fileId = '', mac = '', name = ''] = uri.pathname.split('/').slice(3)
  await receiveUpload(
    world,
    { kind: 'upload', ownerId, fileId, mac, name },
    { bytes: content(), length: undefined, signal: new AbortController().signal },
  )
  await invokeAs('administrator', 'updateSession.complete', { update_session_id })
  return library_item_id
}

async function* content() {
  yield new TextEncoder().encode('some text')
}

const apply = async ({ store }: World, ...changes: Parameters<World['store']['commit']>[0]) => {
  const { outcome } = await store.commit(changes)
  if (outcome !== 'committed') throw new Error(`The commit was: ${outcome}`)
}

const operationNamed = (name: string) => {
  const operation = findOperation(name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}
