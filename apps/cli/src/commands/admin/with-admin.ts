import type { Admin } from '@accession/server'
import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { exitCodes } from '../../exit-codes.ts'
import { createOutput, type Output } from '../../output/output.ts'
import { outputFormat } from '../../output/output-format.ts'
import { refuseOldNode } from '../refuse-old-node.ts'
import type { AdminOptions } from './admin-options.ts'

/** What a command of an operator works with. */
export interface AdminSession {
  readonly admin: Admin
  readonly output: Output
  /** Fires when the command is to stop. */
  readonly signal: AbortSignal
}

/** Runs a command's work on the deployment that its options name, then lets go of it. */
export const withAdmin = async (
  command: Command,
  signal: AbortSignal,
  run: (session: AdminSession) => Promise<void>,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<void> => {
  refuseOldNode('accession admin', process.versions.node)
  const options = command.optsWithGlobals<AdminOptions>()
  const { data, store, blobs, blobStores, config } = options
  const { createAdmin, SettingsError } = await import('@accession/server')
  try {
    await using admin = await createAdmin({ data, store, blobs, blobStores, config }, { isNew })
    await run({ admin, output: createOutput(outputFormat(options)), signal })
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    throw new CommandError(error.message, exitCodes.usage)
  }
}
