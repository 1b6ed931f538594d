import { describe, expect, it } from 'vitest'
import { contractData, operationsInData } from '../../test/contract-data.ts'
import type { StructureData, TypeSpelling } from '../../test/contract-data.ts'
import { contract, findOperation, operations } from './contract.ts'
import { restAddresses } from './rest-address.ts'
import type { EnumerationType, Fields, StructureType, Type } from './types.ts'

const spell = (type: Type): TypeSpelling => {
  if (type.kind === 'optional') return { optional: spell(type.of) }
  if (type.kind === 'list') return { list: spell(type.of) }
  if (type.kind === 'set') return { set: spell(type.of) }
  if (type.kind === 'map') return { map: [spell(type.key), spell(type.value)] }
  return type.kind === 'structure' || type.kind === 'enumeration' ? type.name : type.kind
}

const spellFields = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, spell(type)]))

/** Every structure and enumeration that operations lead to; each name may have one description. */
const reachable = () => {
  const structures = new Map<string, StructureType>()
  const enumerations = new Map<string, EnumerationType>()
  const visit = (type: Type): void => {
    if (type.kind === 'optional' || type.kind === 'list' || type.kind === 'set') visit(type.of)
    else if (type.kind === 'map') visit(type.value)
    else if (type.kind === 'enumeration') {
      expect(enumerations.get(type.name) ?? type, type.name).toBe(type)
      enumerations.set(type.name, type)
    } else if (type.kind === 'structure') {
      const known = structures.get(type.name)
      expect(known ?? type, type.name).toBe(type)
      structures.set(type.name, type)
      if (!known) Object.values(type.fields).forEach(visit)
    }
  }
  for (const { params, result } of operations) {
    Object.values(params.fields).forEach(visit)
    visit(result)
  }
  return { structures: [...structures.values()], enumerations: [...enumerations.values()] }
}

const usageOf = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, type]) =>
      type.kind === 'optional' && type.usage ? [[name, type.usage]] : [],
    ),
  )

const unionsInData = ({ unions = [] }: StructureData) =>
  Object.fromEntries(
    unions.map(({ discriminant, cases }) => [
      discriminant,
      Object.fromEntries(
        Object.entries(cases).map(([value, fields]) => [
          value,
          Object.fromEntries(
            fields.map(({ field, required }) => [field, required ? 'required' : 'optional']),
          ),
        ]),
      ),
    ]),
  )

const { structures, enumerations } = reachable()

describe('the contract, held against the data', () => {
  const described = operationsInData.flatMap(({ service, id, facts }) => {
    const ours = operations.find((one) => one.service === service && one.id === id)
    return ours ? [{ ours, facts }] : []
  })

  it('describes every operation, and no other', () => {
    const missing = operationsInData
      .map(({ service, id }) => `${service}.${id}`)
      .filter((name) => !operations.some((one) => `${one.service}.${one.id}` === name))
    expect(missing).toEqual([])
    expect(described).toHaveLength(operations.length)
  })

  it.each(described)('describes $ours.name as the data does', ({ ours, facts }) => {
    expect(spellFields(ours.params.fields)).toEqual(facts.params)
    expect(spell(ours.result)).toEqual(facts.result)
    expect(ours.errors.map((type) => type.toLowerCase()).toSorted()).toEqual(
      [...facts.errors].toSorted(),
    )
    expect(ours.privileges).toEqual(facts.privileges ?? [])
    expect(ours.api).toEqual(facts.api)
    const { documented: _, ...rest } = facts.rest
    expect(restAddresses(ours)[0]).toMatchObject(rest)
  })

  it.each(structures)('describes the structure $name as the data does', (ours) => {
    const facts = contractData.structures[ours.name]
    if (!facts) throw new Error(`The data has no structure ${ours.name}`)
    expect(spellFields(ours.fields)).toEqual(facts.fields)
    expect(ours.unions).toEqual(unionsInData(facts))
    expect(usageOf(ours.fields)).toEqual(facts.usage ?? {})
    expect(ours.modelKeys).toEqual(facts.model_keys ?? [])
  })

  it.each(enumerations)('knows the values of $name', (ours) => {
    expect(ours.values).toEqual(contractData.enums[ours.name])
  })
})

describe('the names of operations', () => {
  it('begin with the key of their service', () => {
    for (const [key, service] of Object.entries(contract)) {
      for (const [id, operation] of Object.entries(service)) {
        expect(operation).toMatchObject({ name: `${key}.${id}`, id })
      }
    }
  })

  it('find their operation, and nothing else does', () => {
    expect(findOperation('updateSession.delete')).toBe(contract.updateSession.delete)
    expect(findOperation('updateSession.constructor')).toBeUndefined()
  })
})
