import type { Command } from 'commander'
import { CommandError, usageError } from '../command-error.ts'
import { findFile } from '../files/local-file.ts'
import { inspectFile } from '../inspect/inspect-file.ts'
import { inspectItem } from '../inspect/inspect-item.ts'
import type { Inspection } from '../inspect/inspection.ts'
import { inspectionLines } from '../inspect/inspection-lines.ts'
import { countOf } from '../output/count-of.ts'
import { createOutput, type Output } from '../output/output.ts'
import { outputFormat, type OutputOptions } from '../output/output-format.ts'
import { isId } from '../server/is-id.ts'
import { withClient } from '../server/with-client.ts'

const help = `
A file of this machine needs no server: of an .ovf the files that it refers to are looked at where they lie, and
held against the manifest (.mf) beside it; an .ova is read from its beginning to its end.
Where there is no file of that name, it is an item. Ends with 1 where something is wrong.

Examples:
  accession inspect router.ovf
  accession inspect router.ova --output yaml
  accession inspect images/ubuntu`

/** Adds `inspect`. */
export const addInspectCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('inspect')
    .description('Show what is inside an OVF, an OVA or a disc image, and whether it is whole')
    .argument('<file-or-item>', 'a file of this machine, or LIBRARY/ITEM, or an item’s id')
    .addHelpText('after', help)
    .action(async (text: string, _: unknown, command: Command) => {
      const file = await findFile(text)
      if (!file) {
        if (isPath(text)) throw usageError(`There is no file ${text}.`)
        if (!text.includes('/') && !isId(text))
          throw usageError(`There is no file ${text}, and an item is named LIBRARY/ITEM.`)
        await withClient(command, signal, async (session) => {
          tell(await inspectItem(session, text), session.output)
        })
        return
      }
      const output = createOutput(outputFormat(command.optsWithGlobals<OutputOptions>()))
      tell(await inspectFile(file, output, signal), output)
    })
}

/** Whether a text can only be a path: no library is called so. */
const isPath = (text: string): boolean => /^\.{0,2}\/|\.(ovf|ova|iso)$/i.test(text)

const tell = (inspection: Inspection, output: Output): void => {
  const { name, problems, warnings } = inspection
  output.result(inspection, () => inspectionLines(inspection), [name])
  for (const warning of warnings) output.warn(warning)
  if (problems.length > 0)
    throw new CommandError(`${name} is not right: ${countOf(problems.length, 'problem')}.`)
}
