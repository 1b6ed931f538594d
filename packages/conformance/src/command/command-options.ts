import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { exitCodesHelp } from './exit-codes.ts'
import { spellingNames } from '../spellings/spelling.ts'
import type { SpellingName } from '../spellings/spelling.ts'

/** What the command line says. */
export interface CommandOptions {
  readonly user: string
  readonly password?: string
  readonly passwordFile?: string
  readonly secondUser?: string
  readonly secondPassword?: string
  readonly blobStore?: string
  readonly spelling: SpellingName | 'all'
  readonly only?: string
  readonly list?: boolean
  readonly json?: boolean
  readonly jobs: number
  readonly timeout: number
  readonly rounds: number
}

type Environment = Readonly<Record<string, string | undefined>>

const examples = `
Examples:
  accession-conformance http://127.0.0.1:4443 --password-file ./password
  accession-conformance https://a.example https://b.example --user tester --spelling rest
  accession-conformance --list --only 'update sessions: delete*'
`

/** The command line: its options and help; several URLs are the nodes of one library. */
export const createCommand = (environment: Environment): Command =>
  new Command('accession-conformance')
    .description('Holds any content library against the rules of its protocol, by URL')
    .version(version())
    .argument('[url...]', 'the library; several URLs are its nodes, asked one after the other')
    .addOption(
      new Option('--user <name>', 'who signs in, and may do everything').default(
        environment['ACCESSION_USER'] ?? 'administrator@vsphere.local',
      ),
    )
    .option('--password <password>', 'better: ACCESSION_PASSWORD, or a file')
    .option('--password-file <file>', 'the file that holds the password')
    .option('--second-user <name>', 'someone who may only read; without, some cases are skipped')
    .option('--second-password <password>', 'better: ACCESSION_SECOND_PASSWORD')
    .option(
      '--blob-store <name>',
      'another place of its bytes, to move libraries to; without, it has none',
    )
    .addOption(
      new Option('--spelling <spelling>', 'how calls are written')
        .choices([...spellingNames, 'all'])
        .default('all'),
    )
    .option('--only <pattern>', 'cases whose name holds this; * is anything')
    .option('--list', 'name the cases, and try none')
    .option('--json', 'print one JSON object a case, then one with the sums')
    .addOption(
      new Option('--jobs <n>', 'cases at once').default(4).argParser((text) => positive(text, 64)),
    )
    .addOption(
      new Option('--timeout <seconds>', 'a case that takes longer has failed')
        .default(60)
        .argParser((text) => positive(text, 3600)),
    )
    .addOption(
      new Option('--rounds <n>', 'how often what meets by chance is tried')
        .default(4)
        .argParser((text) => positive(text, 10_000)),
    )
    .addHelpText('after', examples + exitCodesHelp)

const positive = (text: string, max: number): number => {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`)
}

const version = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
