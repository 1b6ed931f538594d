import { readFileSync } from 'node:fs'

/** A privilege that an operation of the data asks for, and on what. */
export interface PrivilegeData {
  readonly privilege: string
  /** `system`, a parameter, or a field of a structure: `ItemModel.library_id`. */
  readonly on: string
  readonly resource?: string
}

interface OperationData {
  readonly privileges?: readonly PrivilegeData[]
}

const file = new URL('../../../core/test/fixtures/content-library.json', import.meta.url)

const { services } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly services: Readonly<Record<string, Readonly<Record<string, OperationData>>>>
}

/** What the data, gathered from outside the project, says that an operation asks of its caller. */
export const privilegesInData = (service: string, id: string): readonly PrivilegeData[] => {
  const facts = services[service]?.[id]
  if (!facts) throw new Error(`The data has no ${service}.${id}`)
  return facts.privileges ?? []
}

/** Every privilege that the data names. */
export const everyPrivilege: readonly string[] = [
  ...new Set(
    Object.values(services).flatMap((operations) =>
      Object.values(operations).flatMap(({ privileges = [] }) =>
        privileges.map(({ privilege }) => privilege),
      ),
    ),
  ),
].toSorted()
