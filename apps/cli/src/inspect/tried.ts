import { isAccessionError } from '@accession/core/errors'

/** What reading a file gave, or why it cannot be read, in a sentence. */
export type Tried<T> = { readonly value: T } | { readonly problem: string }

/** Waits for a reader; what is wrong with the file becomes a sentence, anything else is thrown. */
export const tried = async <T>(reading: Promise<T>): Promise<Tried<T>> => {
  try {
    return { value: await reading }
  } catch (error) {
    if (isAccessionError(error)) return { problem: error.message }
    throw error
  }
}
