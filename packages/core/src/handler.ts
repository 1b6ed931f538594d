import type { Caller } from './access/caller.ts'
import type { Input, OperationName, Result } from './contract/contract.ts'
import type { World } from './world.ts'

/** The behaviour of an operation. */
export type Handler<Name extends OperationName> = (
  world: World,
  caller: Caller,
  input: Input<Name>,
) => Promise<Result<Name>>
