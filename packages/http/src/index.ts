export type { AppOptions, ServedMetrics } from './app-options.ts'
export { createApp } from './create-app.ts'
export { createPolls, readPoll } from './vcsp/polls.ts'
export type { Poll, PollAnswer, PolledLibrary, Polls } from './vcsp/polls.ts'
