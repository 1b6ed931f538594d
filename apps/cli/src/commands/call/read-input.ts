import { readFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'
import type { AnyOperation, StructureType, Type } from '@accession/core/contract'
import { usageError } from '../../command-error.ts'
import { describeType } from './describe-type.ts'

/** The members of an input, as they are put together. */
interface Members {
  [name: string]: unknown
}

/**
 * The input of an operation: what a file of JSON holds, and over it each `--FIELD VALUE`. Fields of
 * structures are named with dots, values of structures and maps are JSON, a list takes its option
 * several times, or JSON.
 */
export const readInput = (
  operation: AnyOperation,
  words: readonly string[],
  fromFile: unknown,
): Readonly<Record<string, unknown>> => {
  if (!isMembers(fromFile)) throw usageError('The input is a JSON object of fields.')
  const input: Members = structuredClone(fromFile)
  const given = new Set<string>()
  for (const [path, value] of fieldsOf(words)) {
    setField(operation.params, input, path, value, given)
  }
  checkKnown(operation.params, input)
  return input
}

/** The JSON in a file, or on the standard input where it is named `-`. */
export const readJson = async (path: string): Promise<unknown> => {
  const read =
    path === '-' ? await readText(process.stdin) : await readFile(path, 'utf8').catch(refuse)
  try {
    return JSON.parse(read) as unknown
  } catch (error) {
    throw usageError(`${path === '-' ? 'The standard input' : path} is no JSON: ${String(error)}`)
  }
}

const refuse = (error: NodeJS.ErrnoException): never => {
  throw usageError(`The input cannot be read: ${error.message}`)
}

const fieldsOf = (words: readonly string[]): readonly (readonly [string, string])[] => {
  const fields: (readonly [string, string])[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const [, name, attached] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? []
    if (name === undefined) throw usageError(`Fields are given as --FIELD VALUE, not ${word}.`)
    const value = attached ?? words[++index]
    if (value === undefined) throw usageError(`--${name} needs a value.`)
    fields.push([name.replaceAll('-', '_'), value])
  }
  return fields
}

const setField = (
  structure: StructureType,
  members: Members,
  path: string,
  value: string,
  given: Set<string>,
): void => {
  const names = path.split('.')
  let [type, within]: [Type, Members] = [structure, members]
  for (const [depth, name] of names.entries()) {
    const next: Type | undefined =
      type.kind === 'structure' && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined
    if (!next) throw unknownField(names.slice(0, depth + 1).join('.'), type)
    type = next.kind === 'optional' ? next.of : next
    if (depth === names.length - 1) {
      const before = given.has(path) ? within[name] : undefined
      within[name] = parseValue(type, value, path, before)
      given.add(path)
    } else {
      const inner = (within[name] ??= {})
      if (!isMembers(inner)) throw usageError(`--${path} is part of something that has no fields.`)
      within = inner
    }
  }
}

const unknownField = (path: string, type: Type): Error => {
  const known = type.kind === 'structure' ? Object.keys(type.fields) : []
  const there = known.length > 0 ? `: there is ${known.join(', ')}` : ' there'
  return usageError(`There is no field ${path}${there}.`)
}

const parseValue = (type: Type, text: string, path: string, before: unknown): unknown => {
  const wrong = () =>
    usageError(`--${path} takes ${describeType(type)}, not ${JSON.stringify(text)}.`)
  switch (type.kind) {
    case 'integer':
      if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(Number(text))) throw wrong()
      return Number(text)
    case 'double':
      if (text.trim() === '' || !Number.isFinite(Number(text))) throw wrong()
      return Number(text)
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw wrong()
      return text === 'true'
    case 'enumeration':
      if (!type.values.includes(text)) throw wrong()
      return text
    case 'list':
    case 'set': {
      if (text.startsWith('[')) return parseJson(text, Array.isArray, wrong)
      const earlier = Array.isArray(before) ? (before as readonly unknown[]) : []
      return [...earlier, parseValue(type.of, text, path, undefined)]
    }
    case 'structure':
    case 'map':
    case 'any_error':
      return parseJson(text, isMembers, wrong)
    case 'opaque':
      return parseJson(text, () => true, wrong)
    case 'optional':
      return parseValue(type.of, text, path, before)
    case 'void':
      throw wrong()
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
    case 'date_time':
    case 'binary':
      return text
    default:
      return type satisfies never
  }
}

const parseJson = (
  text: string,
  isRight: (value: unknown) => boolean,
  wrong: () => Error,
): unknown => {
  try {
    const value: unknown = JSON.parse(text)
    if (isRight(value)) return value
  } catch {
    throw wrong()
  }
  throw wrong()
}

/** Refuses unknown fields, and that one is missing which no call can do without. */
const checkKnown = (structure: StructureType, input: Members): void => {
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(structure.fields, name)) throw unknownField(name, structure)
  }
  const missing = Object.entries(structure.fields).filter(
    ([name, type]) => type.kind !== 'optional' && input[name] === undefined,
  )
  if (missing.length === 0) return
  const names = missing.map(([name]) => `--${name}`).join(', ')
  throw usageError(`This operation needs ${names}: see its --help.`)
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
