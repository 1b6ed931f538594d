/** What may be put into a page as it is. */
export interface Markup {
  readonly html: string
}

/** What may stand between the braces of a template; nothing stands for nothing. */
export type MarkupPart = string | Markup | undefined | false | readonly MarkupPart[]

/** Makes markup of a template; text that is filled in stays text, in elements and in attributes. */
export const markup = (texts: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup => ({
  html: texts.map((text, index) => `${text}${htmlOf(parts[index])}`).join(''),
})

const htmlOf = (part: MarkupPart): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escape(part)
  return 'html' in part ? part.html : part.map(htmlOf).join('')
}

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** A name from the document, as code. */
export const code = (text: string): Markup => markup`<code>${text}</code>`

/** Text in which backticks mark what is code. */
export const prose = (text: string): Markup =>
  markup`${text.split('`').map((piece, index) => (index % 2 === 1 ? code(piece) : piece))}`

/** Parts with something between each two. */
export const joined = (parts: readonly MarkupPart[], between: string): Markup =>
  markup`${parts.map((part, index) => [index > 0 && between, part])}`
