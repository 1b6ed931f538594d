import { cutText } from './cut-text.ts'
import { childrenOf } from './xml-element.ts'
import type { XmlElement } from './xml-element.ts'

/** The text of an element, cut after so many characters; undefined where there is none. */
export type TextReader = (element: XmlElement | undefined, lengthMax: number) => string | undefined

/** Reads texts, those that an element leaves to the descriptor's first bundle of messages included. */
export const createTextReader = (root: XmlElement): TextReader => {
  const [bundle] = childrenOf(root, 'ovf:Strings')
  const messages = new Map(
    (bundle ? childrenOf(bundle, 'ovf:Msg') : []).map((message) => [
      message.attributes.get('ovf:msgid'),
      message.text,
    ]),
  )
  return (element, lengthMax) => {
    if (!element) return undefined
    const own = element.text.trim()
    const id = element.attributes.get('ovf:msgid')
    const text = own !== '' || id === undefined ? own : (messages.get(id)?.trim() ?? '')
    return text === '' ? undefined : cutText(text, lengthMax)
  }
}
