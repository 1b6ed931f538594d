import type { CompletionNode } from './completion-tree.ts'

/** A completion for bash 3.2 and later. */
export const bashCompletion = (nodes: readonly CompletionNode[]): string =>
  `# Completion of accession for bash: source <(accession completion bash)
_accession() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$path \${COMP_WORDS[index]}" in
      ${paths(nodes)}) path="$path \${COMP_WORDS[index]}" ;;
    esac
  done
  COMPREPLY=()
  case "$path $previous" in
${valueCases(nodes, (values) => `COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$current")); return`)}
  esac
  local words=''
  case "$path" in
${nodes.map(wordCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _accession accession
`

/** The patterns of all paths that have words before them. */
const paths = (nodes: readonly CompletionNode[]): string =>
  nodes
    .filter(({ path }) => path !== '')
    .map(({ path }) => `' ${path}'`)
    .join(' | ')

/** What follows an option that takes a value: one of those it names, or whatever the shell finds. */
const valueCases = (
  nodes: readonly CompletionNode[],
  complete: (values: readonly string[]) => string,
): string =>
  nodes
    .flatMap(({ path, options }) =>
      options
        .filter(({ takesValue }) => takesValue)
        .map(({ names, values }) => {
          const patterns = names.map((name) => `'${spaced(path)} ${name}'`).join(' | ')
          return `    ${patterns}) ${values.length > 0 ? complete(values) : 'return'} ;;`
        }),
    )
    .join('\n')

const wordCase = ({ path, words, options }: CompletionNode): string => {
  const commands = words.map(({ text }) => text).join(' ')
  const names = options.flatMap((option) => option.names).join(' ')
  return `    '${spaced(path)}') if [[ $current == -* ]]; then words='${names}'; else words='${commands}'; fi ;;`
}

const spaced = (path: string): string => (path === '' ? '' : ` ${path}`)
