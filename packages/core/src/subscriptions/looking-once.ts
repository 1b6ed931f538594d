import { limits } from '../limits.ts'

/** How a publisher is looked at while somebody waits for the answer: one try, and not for long. */
export const lookingOnce = () =>
  ({
    seen: null,
    signal: AbortSignal.timeout(limits.probeMs),
    attemptsMax: 1,
  }) as const
