import type { Caller } from './access/caller.ts'
import type { AnyOperation, OperationName } from './contract/contract.ts'
import { applyUsage } from './contract/usage.ts'
import type { Handler } from './handler.ts'
import { handlers } from './handlers.ts'
import type { World } from './world.ts'

/**
 * Carries an operation out for a caller: the one way in, for every wire. The input has been read by
 * a codec, so it has the operation's types; what the models allow for this call is settled here.
 * Rejects with an `AccessionError`; anything else is a mistake in code.
 */
export const invoke = async (
  world: World,
  caller: Caller,
  operation: AnyOperation,
  input: unknown,
): Promise<unknown> => {
  const handler = handlers[operation.name] as Handler<OperationName>
  const working: World = { ...world, work: operation.name }
  return handler(working, caller, applyUsage(operation, input) as never)
}
