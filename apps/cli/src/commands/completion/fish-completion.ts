import type { CompletionNode, CompletionOption } from './completion-tree.ts'

/** A completion for fish. */
export const fishCompletion = (nodes: readonly CompletionNode[]): string =>
  `# Completion of accession for fish: accession completion fish | source
function __accession_at
    set -l path
    set -l known ${nodes
      .filter(({ path }) => path !== '')
      .map(({ path }) => quote(path))
      .join(' ')}
    for word in (commandline -opc)[2..]
        set -l longer (string join -- ' ' $path $word)
        contains -- $longer $known; and set path $longer
    end
    test "$path" = "$argv[1]"
end
${nodes.flatMap(linesOf).join('\n')}
`

const linesOf = ({ path, words, options }: CompletionNode): readonly string[] => {
  const at = `complete -c accession -n ${quote(`__accession_at ${quote(path)}`)}`
  const commands = words.map(
    ({ text, description }) => `${at} -f -a ${quote(text)} -d ${quote(description)}`,
  )
  return [...commands, ...options.map((option) => `${at} ${optionWords(option)}`)]
}

const optionWords = ({ names, description, takesValue, values }: CompletionOption): string => {
  const spellings = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  )
  const value = values.length > 0 ? ` -x -a ${quote(values.join(' '))}` : takesValue ? ' -r' : ''
  return `${spellings.join(' ')}${value} -d ${quote(description)}`
}

const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
