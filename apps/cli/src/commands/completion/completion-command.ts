import { operations } from '@accession/core/contract'
import { Argument, type Command } from 'commander'
import { shortName } from '../call/operation-names.ts'
import { bashCompletion } from './bash-completion.ts'
import { completionTree } from './completion-tree.ts'
import { fishCompletion } from './fish-completion.ts'
import { zshCompletion } from './zsh-completion.ts'

const help = `
Completes commands, options, and the values of options that take one of a few.

Examples:
  source <(accession completion bash)                      # in ~/.bashrc
  source <(accession completion zsh)                       # in ~/.zshrc, after compinit
  accession completion fish > ~/.config/fish/completions/accession.fish`

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion }

/** Adds `completion`. */
export const addCompletionCommand = (program: Command): void => {
  program
    .command('completion')
    .description('Print a script that lets a shell complete command lines')
    .addArgument(new Argument('<shell>', 'whose').choices(Object.keys(shells)))
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', help)
    .action((shell: keyof typeof shells) => {
      const called = operations.map((one) => ({
        text: shortName(one),
        description: `${one.service}.${one.id}`,
      }))
      process.stdout.write(shells[shell](completionTree(program, { call: called })))
    })
}
