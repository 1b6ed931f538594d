import { expect, it } from 'vitest'
import { buildDocument } from '../build-document.ts'
import { markup, prose } from './markup.ts'
import { writePage } from './write-page.ts'

const document = buildDocument({ url: '/', hasMetrics: true })
const page = writePage(document)

const all = (pattern: RegExp): readonly string[] =>
  [...page.matchAll(pattern)].map(([, found = '']) => found)

it('shows every operation at its address, and every schema', () => {
  for (const key of Object.keys(document.paths))
    expect(page).toContain(`<code>${key.replaceAll('&', '&#38;')}</code>`)
  const anchors = new Set(all(/ id="([^"]*)"/g))
  for (const name of Object.keys(document.components.schemas))
    expect(anchors).toContain(`schema-${name}`)
})

it('links to nothing that is not there', () => {
  const anchors = all(/ id="([^"]*)"/g)
  expect(anchors).toEqual([...new Set(anchors)])
  expect(all(/ href="#([^"]*)"/g).filter((anchor) => !anchors.includes(anchor))).toEqual([])
  expect(all(/ (?:href|src)="([^#"][^"]*)"/g)).toEqual(['docs/style.css', 'openapi.json'])
})

it('closes what it opens', () => {
  const open: string[] = []
  for (const [, end, name = ''] of page.matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
    if (['meta', 'link'].includes(name)) continue
    if (end) expect(open.pop()).toBe(name)
    else open.push(name)
  }
  expect(open).toEqual([])
})

it('needs neither a script nor a style of its own', () => {
  expect(page).not.toMatch(/<script|<style| style=| on\w+=/i)
})

it('takes no text for markup, wherever it stands', () => {
  const text = `<b a="1" b='2'>&`
  expect(markup`<a href="${text}">${[text, prose('a `<i>` b')]}</a>${undefined}${false}`.html).toBe(
    '<a href="&#60;b a=&#34;1&#34; b=&#39;2&#39;&#62;&#38;">&#60;b a=&#34;1&#34; b=&#39;2&#39;&#62;&#38;a <code>&#60;i&#62;</code> b</a>',
  )
})
