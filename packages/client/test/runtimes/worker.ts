import { mainFlow } from './main-flow.ts'

/** Runs the flow with what the body of a request says. */
// oxlint-disable-next-line no-default-export -- what a Worker is
export default {
  fetch: async (request: Request): Promise<Response> =>
    Response.json(await mainFlow(await request.json())),
}
