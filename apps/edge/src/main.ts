import { createEdge } from './create-edge.ts'
import type { Edge } from './create-edge.ts'
import type { Environment } from './environment.ts'

const edges = new WeakMap<Environment, Edge>()

const edgeOf = (environment: Environment): Edge => {
  const edge = edges.get(environment) ?? createEdge(environment)
  edges.set(environment, edge)
  return edge
}

// oxlint-disable-next-line no-default-export -- what a Worker is
export default {
  fetch: (request, environment, context) => edgeOf(environment).fetch(request, context),
  scheduled: (_controller, environment) => edgeOf(environment).scheduled(),
} satisfies ExportedHandler<Environment>
