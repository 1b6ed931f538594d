import { CaseSkipped, ConformanceFailure } from '../check/conformance-failure.ts'
import type { Spelling } from '../spellings/spelling.ts'
import type { Credentials } from '../wire/credentials.ts'
import type { CaseOutcome } from './case-outcome.ts'
import type { ConformanceCase } from './conformance-case.ts'
import type { ConformanceTarget } from './conformance-target.ts'
import { exchangeLine } from './exchange-line.ts'
import { openContext } from './open-context.ts'
import type { ContextParts } from './open-context.ts'
import type { Undo } from './case-context.ts'

/** How a case is run. */
export interface CaseOptions {
  readonly target: ConformanceTarget
  readonly spelling: Spelling
  readonly credentials: Credentials
  /** A case that takes longer has failed. */
  readonly timeoutMs: number
  readonly rounds: number
  /** Hears of every request that was answered; what it throws fails the case. */
  readonly hear?: ContextParts['tell'] | undefined
}

const exchangesShown = 6
const cleaningMs = 30_000

/** Runs a case, and takes away what it left, whatever came of it; nothing is thrown. */
export const runCase = async (
  one: ConformanceCase,
  { target, spelling, credentials, timeoutMs, rounds, hear }: CaseOptions,
): Promise<CaseOutcome> => {
  const beganAt = performance.now()
  const undos: Undo[] = []
  const lines: string[] = []
  const time = limitOf(timeoutMs, `The case took longer than ${timeoutMs} ms`)
  const parts: Omit<ContextParts, 'signal'> = {
    target,
    spelling,
    credentials,
    rounds,
    tell(request, answer) {
      lines.push(exchangeLine(request, answer))
      hear?.(request, answer)
    },
    defer: (undo) => void undos.push(undo),
  }
  const context = openContext({ ...parts, signal: time.signal })
  let failure = await failureOf(Promise.race([one.run(context), time.over]))
  time.end()
  const exchanges = lines.slice(-exchangesShown)
  const cleaner = openContext({ ...parts, signal: AbortSignal.timeout(cleaningMs) })
  for (const undo of undos.toReversed()) {
    const left = await failureOf(undo(cleaner))
    failure ??= left
  }
  const common = {
    case: { name: one.name, rule: one.rule },
    spelling: spelling.name,
    durationMs: Math.round(performance.now() - beganAt),
  }
  if (failure === undefined) return { ...common, outcome: 'passed' }
  if (failure instanceof CaseSkipped)
    return { ...common, outcome: 'skipped', reason: failure.message }
  return { ...common, outcome: 'failed', reason: reasonOf(failure), exchanges }
}

const failureOf = async (work: Promise<unknown>): Promise<Error | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const limitOf = (ms: number, otherwise: string) => {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const failure = new ConformanceFailure(otherwise)
      reject(failure)
      controller.abort(failure)
    }, ms)
  })
  return { signal: controller.signal, over, end: () => clearTimeout(timer) }
}

/** What a person can act on; where the suite itself is at fault, also where in it. */
const reasonOf = (error: Error): string => {
  if (error instanceof ConformanceFailure) return error.message
  const { code, message, stack = message } = error as NodeJS.ErrnoException
  return code === undefined ? stack : `${message} (${code})`
}
