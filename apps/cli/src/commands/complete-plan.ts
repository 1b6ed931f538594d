import { CommandError } from '../command-error.ts'
import type { LocalFile } from '../files/local-file.ts'
import { readLocalPackage } from '../files/local-package.ts'
import { checkFiles, fileProblems } from '../inspect/check-files.ts'
import { discFacts, readLocalDisc } from '../inspect/inspect-iso.ts'
import { tried } from '../inspect/tried.ts'
import type { ItemPlan } from './plan-items.ts'

/**
 * Adds to an OVF what belongs to it, from where it lies: its manifest, its certificate, and what it refers to.
 * Throws a `CommandError` where anything of that is missing, or has another size than the descriptor says.
 */
export const completePlan = async (plan: ItemPlan): Promise<ItemPlan> => {
  if (plan.type === 'iso') return { ...plan, warnings: await discWarnings(plan.files) }
  const [descriptor, ...others] = plan.files.filter(({ name }) => /\.ovf$/i.test(name))
  if (plan.type !== 'ovf' || !descriptor || others.length > 0) return plan
  const read = await tried(readLocalPackage(descriptor))
  if ('problem' in read) throw new CommandError(`${descriptor.name}: ${read.problem}`)
  const { parts, manifest, certificate } = read.value
  // A file that was named comes before one of the same name beside the descriptor.
  const given = new Map(plan.files.map((file) => [file.name, file]))
  const needed = parts.map(({ expected, found }) => given.get(expected.name) ?? found)
  const there = [descriptor, ...needed.flatMap((file) => file ?? [])]
  const problems = fileProblems(
    checkFiles({
      descriptor: descriptor.name,
      expected: parts.map(({ expected }) => expected),
      manifest: undefined,
      found: new Map(there.map((file) => [file.name, { ...file, digests: {} }])),
    }),
  )
  if (problems.length > 0)
    throw new CommandError(`${descriptor.name} cannot be imported. ${problems.join(' ')}`)
  const checks = [manifest, certificate].flatMap((file) => file ?? [])
  const byName = new Map([...checks, ...there, ...plan.files].map((file) => [file.name, file]))
  return { ...plan, files: [...byName.values()] }
}

const discWarnings = async (files: readonly LocalFile[]): Promise<readonly string[]> => {
  const warnings: string[] = []
  for (const file of files)
    warnings.push(...discFacts(file.name, file.size, await readLocalDisc(file)).warnings)
  return warnings
}
