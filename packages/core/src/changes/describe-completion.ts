import { limits } from '../limits.ts'

/** What a completed session did to the files of its item, by name. */
export interface FileChanges {
  readonly added: readonly string[]
  readonly replaced: readonly string[]
  readonly removed: readonly string[]
}

/** The same in words: how many in the first line, then which, as many as a message names. */
export const describeCompletion = ({ added, replaced, removed }: FileChanges): string => {
  const kinds = Object.entries({ Added: added, Replaced: replaced, Removed: removed })
  const named = kinds.flatMap(([verb, names]) => names.map((name) => `${verb} ${name}`))
  if (named.length === 0) return 'Changed no file'
  if (named.length === 1) return named.join()
  const counts = kinds
    .filter(([, names]) => names.length > 0)
    .map(([verb, names]) => `${verb.toLowerCase()} ${names.length}`)
    .join(', ')
  const { changedFilesNamedMax: namedMax } = limits
  const rest = named.length > namedMax ? [`and ${named.length - namedMax} more`] : []
  return [`Files: ${counts}`, ...named.slice(0, namedMax), ...rest].join('\n')
}
