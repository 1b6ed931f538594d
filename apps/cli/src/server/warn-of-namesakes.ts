import type { Output } from '../output/output.ts'
import type { Client } from '@accession/client'

/** Warns where several libraries share a name by now: servers allow that, and commands take none of them by it. */
export const warnOfNamesakes = async (
  client: Client,
  name: string,
  output: Output,
  signal: AbortSignal,
): Promise<void> => {
  const { length } = await client.library.find({ spec: { name } }, { signal })
  if (length > 1)
    output.warn(
      `${length} libraries are named ${name} now: name them by their ids, or rename one with \`accession library update ID --name NAME\`.`,
    )
}
