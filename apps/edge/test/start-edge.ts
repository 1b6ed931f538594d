import { fileURLToPath } from 'node:url'
import { startWorker } from '@accession/engines/workerd'
import type { RunningWorker, WorkerOptions } from '@accession/engines/workerd'

/** A library in workerd, with a first user. */
export interface RunningEdge extends RunningWorker {
  readonly user: string
  readonly password: string
}

const root = fileURLToPath(new URL('..', import.meta.url))

/** Starts the Worker over an empty D1 database and an empty R2 bucket. */
export const startEdge = async (
  vars: Record<string, string> = {},
  options: Partial<WorkerOptions> = {},
): Promise<RunningEdge> => {
  const user = 'administrator@vsphere.local'
  const password = 'a password for tests'
  const worker = await startWorker({
    root,
    configPath: './wrangler.jsonc',
    vars,
    secrets: { ACCESSION_ADMIN_PASSWORD: password },
    migrated: ['DATABASE'],
    ...options,
  })
  return { ...worker, user, password }
}
