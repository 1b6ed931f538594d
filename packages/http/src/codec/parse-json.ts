import { limits } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import { httpLimits } from '../http-limits.ts'

/** The JSON that a text holds; refuses deep nesting and a name given twice in one object. */
export const parseJson = (text: string): unknown => {
  const json = parseAnyJson(text)
  checkJsonShape(text)
  return json
}

/** The JSON that a text holds, however deep it nests and whatever it repeats. */
export const parseAnyJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unreadable'
    const shown = why.slice(0, httpLimits.parserMessageLengthMax)
    throw accessionError('accession.request.body_not_json', [shown], { cause })
  }
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g

/**
 * Refuses deep nesting, and a name given twice in one object, in a text that is known to be JSON:
 * walks over braces outside strings, and strings that are names.
 */
export const checkJsonShape = (text: string): void => {
  const open: (Set<string> | undefined)[] = []
  for (const [found, colon] of text.matchAll(token)) {
    if (found === '{' || found === '[') {
      open.push(found === '{' ? new Set() : undefined)
      if (open.length > limits.jsonDepthMax)
        throw accessionError('accession.request.nesting_too_deep', [limits.jsonDepthMax])
    } else if (found === '}' || found === ']') open.pop()
    else if (colon !== undefined) {
      const name: string = JSON.parse(found.slice(0, found.length - colon.length))
      const names = open.at(-1)
      if (names?.has(name)) throw accessionError('accession.request.property_repeated', [name])
      names?.add(name)
    }
  }
}
