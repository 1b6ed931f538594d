import { mainFlow } from './main-flow.ts'

/** Runs the flow with what the address says, and tells the page's own server what came of it. */
const options = Object.fromEntries(new URLSearchParams(location.search)) as unknown as Parameters<
  typeof mainFlow
>[0]
const outcome = await mainFlow(options).catch((error: unknown) => ({ failed: String(error) }))
await fetch('/outcome', { method: 'POST', body: JSON.stringify(outcome) })
