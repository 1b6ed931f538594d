import type { Caller } from '../../access/caller.ts'
import { operations } from '../../contract/contract.ts'
import type { AnyOperation, Input, OperationName, Result } from '../../contract/contract.ts'
import { isAccessionError } from '../../errors/accession-error.ts'
import { invoke } from '../../invoke.ts'
import { limits } from '../../limits.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { Hashing } from '../../ports/hashing.ts'
import type { Store } from '../../ports/store.ts'
import type { Capability } from '../../transfers/capability.ts'
import { receiveUpload } from '../../transfers/receive-upload.ts'
import { sweep } from '../../upkeep/sweep.ts'
import type { World } from '../../world.ts'
import { createTestWorld } from '../world.ts'
import type { TestWorld } from '../world.ts'
import { watchStore } from './watched-store.ts'

/** The adapters under which update sessions are tried: empty ones. */
export interface SessionPorts {
  readonly store: Store
  readonly blobs: BlobStore
  /** Digests in the four algorithms. */
  readonly hashing: Hashing
}

/** What an upload sends: pieces of text, and perhaps a failure after them. */
export interface Sending {
  readonly pieces: AsyncIterable<Uint8Array>
  readonly length?: number
  readonly signal?: AbortSignal
}

/** How calls and uploads reach a world: in the process, or over HTTP. */
export interface SessionWire {
  call<Name extends OperationName>(
    caller: Caller,
    name: Name,
    input: Input<Name>,
  ): Promise<Result<Name>>
  /** Sends the bytes to an upload endpoint; rejects with the error of the answer. */
  upload(uri: string, sending: Sending): Promise<void>
}

/** Where the suites of update sessions run. */
export interface SessionSuite {
  readonly open: () => Promise<SessionPorts & Partial<AsyncDisposable>>
  /** @default calls in the process */
  readonly wire?: (world: World) => SessionWire
}

/** A world with a way to it, and hands to let it come to rest. */
export interface SessionPlace extends TestWorld, SessionWire, AsyncDisposable {
  /** Lets what was woken come to its next wait, whatever it asks the store before. */
  readonly settled: () => Promise<void>
  /** Sweeps until nothing is due. */
  readonly sweepAll: () => Promise<void>
  /** Lets every lease and every session run out, and sweeps what they leave. */
  readonly comeToRest: () => Promise<void>
}

/** Turns of the event loop without a call of the store after which nothing more is expected. */
const turnsToSettle = 5

/** The operation of that name. */
const operationNamed = (name: OperationName): AnyOperation => {
  const operation = operations.find((known) => known.name === name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}

/** Calls and uploads without a wire between. */
export const inProcess = (world: World): SessionWire => ({
  call: async <Name extends OperationName>(caller: Caller, name: Name, input: Input<Name>) =>
    (await invoke(world, caller, operationNamed(name), input)) as Result<Name>,
  upload: (uri, { pieces, length, signal = new AbortController().signal }) =>
    receiveUpload(world, capabilityIn(uri), { bytes: pieces, length, signal }),
})

const capabilityIn = (uri: string): Capability => {
  const parts = new URL(uri).pathname.split('/').slice(2)
  const [kind, ownerId = '', fileId = '', mac = '', name = ''] = parts
  if (kind !== 'upload') throw new Error(`${uri} is no upload endpoint`)
  return { kind, ownerId, fileId, mac, name: decodeURIComponent(name) }
}

/** Opens new adapters and a world over them, as they are or in a guise that suites give them. */
export const openPlace = async (
  suite: SessionSuite,
  overrides: Partial<Pick<World, 'transfers' | 'settings' | 'itemTypes'>> = {},
  disguise: (ports: SessionPorts) => SessionPorts = (ports) => ports,
): Promise<SessionPlace> => {
  const opened = await suite.open()
  const { store: given, blobs, hashing } = disguise(opened)
  const { store, awaited } = watchStore(given)
  const test = createTestWorld({ store, blobs, hashing, ...overrides })
  const { world, clock } = test
  const sweepAll = async (): Promise<void> => {
    for (let step = 0; step < 1000; step++) if (!(await sweep(world)).more) return
    throw new Error('The sweep finds no end')
  }
  return {
    ...test,
    ...(suite.wire ?? inProcess)(world),
    sweepAll,
    async settled() {
      for (let turns = 0; turns < turnsToSettle; turns++) {
        await clock.advance(0)
        if (awaited() > 0) turns = 0
      }
    },
    async comeToRest() {
      await clock.advance(world.settings.sessionTimeoutMs + limits.transferLeaseMs)
      await sweepAll()
      await clock.advance(world.settings.sessionRetentionMs + limits.freedAgainMs)
      await sweepAll()
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]?.()
    },
  }
}

/** How a call ended, in a form to compare: its result, or its error's type, id and arguments. */
export const outcomeOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return { result: await call }
  } catch (error) {
    if (!isAccessionError(error)) throw error
    return { type: error.type, id: error.id, args: error.args }
  }
}
