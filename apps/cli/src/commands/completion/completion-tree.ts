import type { Command, Option } from 'commander'

/** What can follow one command, for a shell that completes it. */
export interface CompletionNode {
  /** The words that lead here: none for the program, `session ls`. */
  readonly path: string
  readonly words: readonly CompletionWord[]
  readonly options: readonly CompletionOption[]
}

/** A command, or one of the values of an argument. */
export interface CompletionWord {
  readonly text: string
  readonly description: string
}

/** An option with each of its spellings. */
export interface CompletionOption {
  readonly names: readonly string[]
  readonly description: string
  readonly takesValue: boolean
  /** Those that it takes; empty where it takes any. */
  readonly values: readonly string[]
}

/** Every command of the program; `extra` has further words by path. */
export const completionTree = (
  program: Command,
  extra: Readonly<Record<string, readonly CompletionWord[]>>,
): readonly CompletionNode[] => nodesOf(program, '', [], extra)

const nodesOf = (
  command: Command,
  path: string,
  inherited: readonly CompletionOption[],
  extra: Readonly<Record<string, readonly CompletionWord[]>>,
): readonly CompletionNode[] => {
  const help = command.createHelp()
  const isOfServer = path === '' || help.showGlobalOptions
  const own = help.visibleOptions(command).map(optionOf)
  const options = [...own, ...(isOfServer ? inherited : [])]
  const subcommands = help
    .visibleCommands(command)
    .map((one) => ({ text: one.name(), description: one.description() }))
  const choices = command.registeredArguments.flatMap(({ argChoices = [], description }) =>
    argChoices.map((text) => ({ text, description })),
  )
  const words = [...subcommands, ...choices, ...(extra[path] ?? [])]
  const handedOn = path === '' ? own.filter(({ names }) => !names.includes('--version')) : inherited
  return [
    { path, words, options },
    ...command.commands.flatMap((one) =>
      nodesOf(one, `${path} ${one.name()}`.trimStart(), handedOn, extra),
    ),
  ]
}

const optionOf = ({ short, long, description, argChoices = [], required, optional }: Option) => ({
  names: [short, long].filter((name) => name !== undefined),
  description,
  takesValue: required || optional,
  values: argChoices,
})
