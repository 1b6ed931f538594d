import { fileURLToPath } from 'node:url'
import { startWorker } from '@accession/engines/workerd'
import type { StartedTarget } from '../../src/vitest/index.ts'
import { administrator } from './start-node.ts'

const edge = fileURLToPath(new URL('.', import.meta.resolve('@accession/edge/package.json')))

/** The Worker in workerd, over D1 and R2. */
export const startEdge = async (
  vars: Readonly<Record<string, string>> = {},
): Promise<StartedTarget> => {
  const worker = await startWorker({
    root: edge,
    configPath: './wrangler.jsonc',
    vars: { ACCESSION_LOG_LEVEL: 'error', ACCESSION_FETCH_ALLOW: '127.0.0.1', ...vars },
    secrets: { ACCESSION_ADMIN_PASSWORD: administrator.password },
    migrated: ['DATABASE'],
  })
  return { ...worker, ...administrator, urls: [worker.url] }
}
