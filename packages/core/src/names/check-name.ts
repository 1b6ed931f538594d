import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { countCharacters, isPlainText } from './is-plain-text.ts'

/** Refuses what cannot be the name of a library or an item. */
export const checkName = (area: 'library' | 'item', name: string): void => {
  const length = countCharacters(name)
  if (name.trim() === '')
    throw accessionError(`accession.${area}.name_empty`, [limits.nameLengthMax])
  if (length > limits.nameLengthMax) {
    throw accessionError(`accession.${area}.name_too_long`, [length, limits.nameLengthMax])
  }
  if (!isPlainText(name)) throw accessionError(`accession.${area}.name_control_characters`, [])
}

/** Refuses what cannot be the description of a library or an item. */
export const checkDescription = (area: 'library' | 'item', description: string): void => {
  const length = countCharacters(description)
  if (length > limits.descriptionLengthMax) {
    const args = [length, limits.descriptionLengthMax] as const
    throw accessionError(`accession.${area}.description_too_long`, args)
  }
  if (!isPlainText(description)) {
    throw accessionError(`accession.${area}.description_control_characters`, [])
  }
}
