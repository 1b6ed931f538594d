import type { CompletionNode } from './completion-tree.ts'

/** A completion for zsh, as a file of `fpath` or sourced. */
export const zshCompletion = (nodes: readonly CompletionNode[]): string =>
  `#compdef accession
# Completion of accession for zsh: source <(accession completion zsh)
_accession() {
  local at='' word
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      ${paths(nodes)}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${nodes.flatMap(valueCases).join('\n')}
  esac
  case "$at" in
${nodes.map(wordCase).join('\n')}
  esac
  if (( \${#found} )); then _describe accession found; else _files; fi
}
if [[ $funcstack[1] == _accession ]]; then _accession "$@"; else compdef _accession accession; fi
`

const paths = (nodes: readonly CompletionNode[]): string =>
  nodes
    .filter(({ path }) => path !== '')
    .map(({ path }) => `' ${path}'`)
    .join(' | ')

const valueCases = ({ path, options }: CompletionNode): readonly string[] =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ names, values }) => {
      const patterns = names.map((name) => `'${spaced(path)} ${name}'`).join(' | ')
      return `    ${patterns}) ${values.length > 0 ? `compadd -- ${values.join(' ')}` : '_files'}; return ;;`
    })

const wordCase = ({ path, words, options }: CompletionNode): string => {
  const commands = words.map(({ text, description }) => entry(text, description))
  const names = options.flatMap((option) =>
    option.names.map((name) => entry(name, option.description)),
  )
  return `    '${spaced(path)}') if [[ $PREFIX == -* ]]; then found=(${names.join(' ')}); else found=(${commands.join(' ')}); fi ;;`
}

/** In a description a colon stands between a word and what is said of it. */
const entry = (text: string, description: string): string =>
  `'${`${text.replaceAll(':', '\\:')}:${description}`.replaceAll("'", String.raw`'\''`)}'`

const spaced = (path: string): string => (path === '' ? '' : ` ${path}`)
