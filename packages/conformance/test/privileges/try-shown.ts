import { operations } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import { answerTo } from './answer-to.ts'
import { callTemplate } from './call-template.ts'
import { privilegesInData } from './contract-data.ts'
import type { Ground } from './ground.ts'
import { mayCall } from './may-call.ts'

/** A library with an item in it. */
interface Shelf {
  readonly library: string
  readonly item: string
}

/** What there is to be shown: of each type of library one that is read, and one that is not. */
export interface Shelves {
  readonly readable: readonly Shelf[]
  readonly hidden: readonly Shelf[]
}

/** Makes libraries and items of the name that the calls of the matrix look for. */
export const makeShelves = async (ground: Ground): Promise<Shelves> => {
  const make = async (type: 'LOCAL' | 'SUBSCRIBED'): Promise<Shelf> => {
    const library = await ground.makeLibrary()
    const create_spec = { library_id: library, name: 'privileges', type: 'privileges' }
    const item = await ground.invokeAs('administrator', 'item.create', { create_spec })
    if (type === 'SUBSCRIBED') await ground.turnSubscribed(library)
    return { library, item }
  }
  return {
    readable: [await make('LOCAL'), await make('SUBSCRIBED')],
    hidden: [await make('LOCAL'), await make('SUBSCRIBED')],
  }
}

const barely = { role: 'viewer', on: 'elsewhere' } as const

/** Operations that read, name nothing, and are for all who may read anything: they show that alone. */
export const showingOperations: readonly AnyOperation[] = operations.filter(
  ({ service, id, params }) => {
    const privileges = privilegesInData(service, id)
    return (
      privileges.some(({ privilege }) => privilege === 'System.Read') &&
      mayCall(privileges, barely, []) &&
      Object.values(params.fields).every(({ kind }) => kind !== 'id')
    )
  },
)

/** Those of them that answer ids of libraries or items, so that there must be some. */
const answersIds = ({ result }: AnyOperation): boolean =>
  result.kind === 'list' && result.of.kind === 'id'

/**
 * Calls such an operation as somebody who may read some libraries and not others; answers, in words,
 * what was shown that should not be, or the other way round.
 */
export const tryShown = async (
  ground: Ground,
  operation: AnyOperation,
  { readable, hidden }: Shelves,
): Promise<readonly string[]> => {
  const privileges = privilegesInData(operation.service, operation.id)
  const { given } = callTemplate(operation, privileges, { without: true })
  const shownOf = async (shelves: readonly Shelf[]): Promise<number> => {
    const { error, result } = await answerTo(ground, 'api', operation, given)
    if (error) throw new Error(`${operation.name} was refused: ${error.type}`)
    const text = JSON.stringify(result)
    return shelves.flatMap(({ library, item }) => [library, item]).filter((id) => text.includes(id))
      .length
  }
  await ground.grant(readable.map(({ library }) => ({ role: 'viewer', libraryId: library })))
  const [shown, leaked] = [await shownOf(readable), await shownOf(hidden)]
  await ground.grant([{ role: 'viewer', libraryId: null }])
  const all = await shownOf([...readable, ...hidden])
  const wrong: string[] = []
  if (leaked > 0) wrong.push(`${operation.name} shows what may not be read`)
  // What is hidden is like what is readable: shown to who may read everything, it is twice as much.
  if (answersIds(operation) && shown === 0)
    wrong.push(`${operation.name} shows nothing of what may be read`)
  if (all !== 2 * shown) wrong.push(`${operation.name} does not show all that may be read`)
  return wrong
}
