import { localizableMessage, types } from '@accession/core/contract'
import type { StructureType } from '@accession/core/contract'
import { errorStructureName, errorTypes, isErrorType } from '@accession/core/errors'
import type { ErrorType } from '@accession/core/errors'

const fields = {
  messages: types.list(localizableMessage),
  data: types.optional(types.opaque),
  error_type: types.optional(types.string),
}
const challenge = types.optional(types.string)

/** The structure that an error of this type is in typed JSON, under the tag `ERROR`. */
export const errorStructure = (type: ErrorType): StructureType =>
  types.structure(
    errorStructureName(type),
    type === 'UNAUTHENTICATED' ? { ...fields, challenge } : fields,
  )

/** The error type whose structure has that name; undefined for the name of anything else. */
export const errorTypeNamed = (name: string): ErrorType | undefined =>
  Object.keys(errorTypes)
    .filter(isErrorType)
    .find((type) => errorStructureName(type) === name)
