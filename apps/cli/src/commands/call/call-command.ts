import { isApiError } from '@accession/client'
import { operations, type AnyOperation } from '@accession/core/contract'
import type { Command } from 'commander'
import { CommandError, usageError } from '../../command-error.ts'
import { exitCodes } from '../../exit-codes.ts'
import { createOutput } from '../../output/output.ts'
import { outputFormat } from '../../output/output-format.ts'
import { printable } from '../../output/printable.ts'
import { toYaml } from '../../output/to-yaml.ts'
import type { ServerOptions } from '../../server/server-options.ts'
import { withClient } from '../../server/with-client.ts'
import { operationHelp, operationList } from './operation-help.ts'
import { findByName, shortName } from './operation-names.ts'
import { readInput, readJson } from './read-input.ts'

const help = `
Any operation, by its short name (update_session.create) or its vAPI name
(com.vmware.content.library.item.update_session.create); its own --help shows its fields.
Fields are options: --library_id ID, --create_spec.name NAME. Dashes do as well as underlines. Values of structures and maps
are JSON; a list takes its option several times. --json-input reads the whole input from a file, or from
the standard input with -; options come over it.

Examples:
  accession call --list
  accession call update_session.create --help
  accession call library.get --library-id 01a20b5a-8cff-73dd-ba9f-d29ce54c225d
  accession call item.create --create_spec.library_id ID --create_spec.name ubuntu --output ids
  accession call local_library.create --json-input library.json`

interface CallOptions {
  readonly list?: boolean
  readonly jsonInput?: string
  readonly help?: boolean
}

/** Adds `call`, whose options depend on the operation. */
export const addCallCommand = (program: Command, signal: AbortSignal): void => {
  const call = program.command('call')
  call
    .description('Call any operation of the API')
    .argument('[operation]', 'such as update_session.create')
    .argument('[fields...]', '--FIELD VALUE')
    .option('--list', 'list the operations')
    .option('--json-input <file>', 'read the input from a file of JSON, or from - (standard input)')
    .helpOption(false)
    .option('-h, --help', 'show the help, of the operation where one is named')
    .allowUnknownOption()
    .addHelpText('after', help)
    .action((name: string | undefined, words: readonly string[], options: CallOptions) =>
      callOperation(call, signal, name, words, options),
    )
}

const callOperation = async (
  command: Command,
  signal: AbortSignal,
  name: string | undefined,
  words: readonly string[],
  options: CallOptions,
): Promise<void> => {
  if (options.list) return listOperations(command)
  if (name === undefined) {
    if (options.help) return command.outputHelp()
    throw usageError('Name an operation: see `accession call --list`.')
  }
  const operation = findByName(name)
  if (options.help) {
    process.stdout.write(`${operationHelp(operation)}\n`)
    return
  }
  const file = options.jsonInput === undefined ? {} : await readJson(options.jsonInput)
  const input = readInput(operation, words, file)
  await withClient(command, signal, async ({ client, output }) => {
    const result = await client.connection
      .call(operation, input, { signal })
      .catch((error: unknown) => {
        throw aboutNames(operation, input, error)
      })
    output.result(result ?? null, () => linesOf(result))
  })
}

/** The error, with a word on names where a name stands for an id: the API knows ids alone. */
const aboutNames = (
  { params }: AnyOperation,
  input: Readonly<Record<string, unknown>>,
  error: unknown,
): unknown => {
  if (!isApiError(error, 'NOT_FOUND')) return error
  const named = Object.entries(params.fields).find(
    ([name, type]) => type.kind === 'id' && !/^[0-9a-f-]{36}$/i.test(String(input[name])),
  )
  if (!named) return error
  const hint = `--${named[0]} takes an id: \`accession library ls\` and \`accession item ls\` show them.`
  return new CommandError(`${error.message} ${hint}`, exitCodes.notFound, { cause: error })
}

const listOperations = (command: Command): void => {
  const all = operations.map((one) => ({ id: shortName(one), name: `${one.service}.${one.id}` }))
  const output = createOutput(outputFormat(command.optsWithGlobals<ServerOptions>()))
  output.result(all, () => operationList(operations))
}

/** Single values bare, one a line; what has parts as YAML, which shows them all. */
const linesOf = (result: unknown): readonly string[] => {
  if (result === undefined) return []
  if (typeof result === 'object' && result !== null) {
    const isFlat = Array.isArray(result) && result.every((one) => typeof one === 'string')
    return isFlat ? result.map(printable) : [toYaml(result)]
  }
  return [printable(typeof result === 'string' ? result : JSON.stringify(result))]
}
