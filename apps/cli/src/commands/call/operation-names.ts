import { operations, type AnyOperation } from '@accession/core/contract'
import { usageError } from '../../command-error.ts'

/** The short name of an operation on the command line: `update_session_file.add`. */
export const shortName = ({ name, id }: AnyOperation): string =>
  `${snakeCase(name.slice(0, name.length - id.length - 1))}.${id}`

const snakeCase = (text: string): string =>
  text.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)

/**
 * The operation of that name: its short one, its vAPI name, or the end of that
 * (`com.vmware.content.library.item.update_session.create`, `item.update_session.create`).
 */
export const findByName = (text: string): AnyOperation => {
  const wanted = text.replaceAll('-', '_')
  const exact = operations.find((one) => [shortName(one), one.name].includes(wanted))
  if (exact) return exact
  const found = operations.filter(({ service, id }) => `.${service}.${id}`.endsWith(`.${wanted}`))
  const [only, ...others] = found
  if (only && others.length === 0) return only
  if (only) {
    throw usageError(`${text} may be ${found.map(shortName).join(' or ')}: name one of them.`)
  }
  const near = operations.filter(
    ({ service, id }) => id === wanted || service.endsWith(`.${wanted}`),
  )
  throw usageError(
    near.length > 0
      ? `There is no operation ${text}. There is ${near.map(shortName).join(', ')}.`
      : `There is no operation ${text}. See \`accession call --list\`.`,
  )
}
