import type { Usage } from './types.ts'

/** The model's own id: the reference leaves it out of `get`, real servers return it, and so do we. */
export const identifier: Usage = { create: 'unused', get: 'absent', update: 'unused' }

/** Known to the server alone; what callers send is ignored. */
export const fromServer: Usage = { create: 'unused', get: 'always', update: 'unused' }

/** Known to the server alone, and not always. */
export const fromServerIfKnown: Usage = { create: 'unused', get: 'optional', update: 'unused' }
