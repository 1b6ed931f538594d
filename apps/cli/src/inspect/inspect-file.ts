import { extname } from 'node:path'
import type { LocalFile } from '../files/local-file.ts'
import type { Output } from '../output/output.ts'
import { inspectIso } from './inspect-iso.ts'
import { inspectOva } from './inspect-ova.ts'
import { inspectOvf } from './inspect-ovf.ts'
import type { Inspection } from './inspection.ts'

/** Looks into a file of this machine, as its name's ending says what it is; a disc image is known by itself. */
export const inspectFile = async (
  file: LocalFile,
  output: Output,
  signal: AbortSignal,
): Promise<Inspection> => {
  const extension = extname(file.name).toLowerCase()
  if (extension === '.ovf') return inspectOvf(file, output, signal)
  if (extension === '.ova') return inspectOva(file, output, signal)
  const disc = await inspectIso(file)
  if (extension === '.iso' || disc.disc) return disc
  const { name, size } = file
  const warnings = [`${name} is neither .ovf, .ova nor a disc image: nothing looks into it.`]
  return { name, kind: 'other', size, problems: [], warnings }
}
