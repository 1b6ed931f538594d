import { createEdge } from './create-edge.ts'
import type { Edge } from './create-edge.ts'
import type { Environment } from './environment.ts'
import { SettingsError } from './settings-error.ts'
import { unpreparedAnswer } from './unprepared-answer.ts'

const edges = new WeakMap<Environment, Edge>()

const edgeOf = (environment: Environment): Edge => {
  const edge = edges.get(environment) ?? createEdge(environment)
  edges.set(environment, edge)
  return edge
}

/** A variable that cannot be is told to whoever calls: nobody else looks at a Worker that fails. */
const fetchOf = async (
  request: Request,
  environment: Environment,
  context: ExecutionContext,
): Promise<Response> => {
  try {
    return await edgeOf(environment).fetch(request, context)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    console.error(error.message)
    return unpreparedAnswer({ type: 'SERVICE_UNAVAILABLE', text: error.message })
  }
}

// oxlint-disable-next-line no-default-export -- what a Worker is
export default {
  fetch: fetchOf,
  scheduled: (_controller, environment) => edgeOf(environment).scheduled(),
} satisfies ExportedHandler<Environment>
