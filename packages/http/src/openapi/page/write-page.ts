import type { DescribedMethod, OpenApiDocument } from '../open-api.ts'
import type { PlacedOperation } from '../placed-operation.ts'
import { markup, prose } from './markup.ts'
import type { Markup } from './markup.ts'
import { writeOperation } from './write-operation.ts'
import { writeSchema } from './write-schema.ts'

/**
 * The page that shows a document to people: all of it at once, so that the browser's own search finds
 * everything, and without a script. Its links are relative to `/docs`.
 */
export const writePage = (document: OpenApiDocument): string => {
  const { info, tags, components } = document
  const placed = placedOperations(document)
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}: ${info.summary}</title>
<link rel="stylesheet" href="docs/style.css">
</head>
<body>
<header>
<h1>${info.title}</h1>
<p>${info.summary} ${prose(info.description)}</p>
<p>For programs: <a href="openapi.json">openapi.json</a>, OpenAPI ${document.openapi}.</p>
</header>
<nav aria-label="Services">
<ul>
${tags.map(({ name }) => writeLink(name, name.replace(/^com\.vmware\./, '')))}${writeLink('schemas', 'Schemas')}</ul>
</nav>
<main>
${tags.map(({ name }) => writeTag(name, placed, document))}<section id="schemas">
<h2>Schemas</h2>
${Object.entries(components.schemas).map(([name, schema]) => writeSchema(name, schema))}</section>
</main>
</body>
</html>
`.html
}

const writeLink = (
  anchor: string,
  text: string,
): Markup => markup`<li><a href="#${anchor}">${text}</a></li>
`

const placedOperations = ({ paths }: OpenApiDocument): readonly PlacedOperation[] =>
  Object.entries(paths).flatMap(([key, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      key,
      method: method as DescribedMethod,
      operation,
    })),
  )

const writeTag = (
  tag: string,
  placed: readonly PlacedOperation[],
  document: OpenApiDocument,
): Markup => {
  const own = placed.filter(({ operation }) => operation.tags.includes(tag))
  const byName = new Map<string, PlacedOperation[]>()
  for (const one of own) {
    const name = nameOf(one.operation.operationId)
    byName.set(name, [...(byName.get(name) ?? []), one])
  }
  return markup`<section id="${tag}">
<h2>${tag}</h2>
${[...byName].map(([name, spelled]) => writeOperation(name, spelled, document))}</section>
`
}

/** The operation's name in the contract: its spellings are shown together. */
const nameOf = (operationId: string): string =>
  operationId.replace(/^(api|rest)\./, '').replace(/\.alias$/, '')
