import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { SourceEndpoint } from '../ports/entities.ts'
import { ImportError } from '../ports/import-folder.ts'
import { askFrom } from '../segments/ask-from.ts'
import type { OpenSource, WantedFrom } from '../segments/ask-from.ts'
import type { World } from '../world.ts'
import { PullFault } from './pull-fault.ts'
import { isFile } from './source-endpoint.ts'

/** What is wanted of a source. */
export interface Wanted extends WantedFrom {
  readonly name: string
  readonly signal: AbortSignal
}

/** Opens what a file is pulled from, at the byte where it is to be taken up where that is possible. */
export const openSource = (
  world: Pick<World, 'fetcher' | 'imports'>,
  endpoint: SourceEndpoint,
  wanted: Wanted,
): Promise<OpenSource> =>
  isFile(endpoint.uri)
    ? openImport(world, endpoint.uri, wanted.name)
    : openRemote(world, endpoint, wanted)

const openImport = async (
  { imports }: Pick<World, 'imports'>,
  uri: string,
  name: string,
): Promise<OpenSource> => {
  try {
    if (!imports) throw new ImportError('No file: is read any more.')
    const file = await imports.open(decodeURIComponent(new URL(uri).pathname))
    return { bytes: file.read(), start: 0, total: file.size, validator: null }
  } catch (error) {
    if (!(error instanceof ImportError || error instanceof URIError)) throw error
    const told = accessionError('accession.pull.not_fetched', [name, error.message])
    throw new PullFault(told, { isPassing: false })
  }
}

const openRemote = async (
  world: Pick<World, 'fetcher'>,
  { uri, thumbprint, certificate }: SourceEndpoint,
  { name, signal, ...from }: Wanted,
): Promise<OpenSource> => {
  const pinned = {
    ...(thumbprint !== null && { thumbprint }),
    ...(certificate !== null && { certificate }),
  }
  const request = { url: uri, pinned, signal, bytesMax: limits.fileBytesMax }
  const answer = await askFrom(world, request, from)
  if (answer.kind === 'source') return answer.source
  const { status, url } = answer.response
  const { host } = new URL(url)
  if (answer.kind === 'another') {
    const told = accessionError('accession.pull.changed', [name, host])
    throw new PullFault(told, { isPassing: true, isOfAnother: true })
  }
  throw new PullFault(accessionError('accession.pull.refused', [name, host, status]), {
    isPassing: [408, 425, 429].includes(status) || status >= 500,
  })
}
