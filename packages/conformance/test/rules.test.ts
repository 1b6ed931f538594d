import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { casesInSpellings, conformanceCases, spellingNames } from '../src/index.ts'
import { ruleSections } from '../src/run/conformance-case.ts'

const protocol = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8')

it('every case has a name of its own, and a rule of the page', () => {
  const headings = [...protocol.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  expect(ruleSections.filter((section) => !headings.includes(section))).toEqual([])
  const names = conformanceCases.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  const told = new Set(conformanceCases.map(({ rule }) => rule))
  expect(ruleSections.filter((section) => !told.has(section))).toEqual([])
})

it.each(spellingNames)('%s has its share of the cases', (spelling) => {
  const cases = casesInSpellings(conformanceCases, [spelling])
  expect(cases.length).toBeGreaterThan(180)
})
