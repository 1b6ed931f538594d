import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '@accession/core/ports'
import { readPoll } from '@accession/http'
import type { Poll, Polls } from '@accession/http'

/** Takes a request of HTTP/1.1. */
export type Http1Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

/** How polls are answered, and the clock that they are timed by. */
export interface PollAnswering {
  readonly polls: Polls
  readonly now: Metrics['now']
}

interface Waiting {
  readonly poll: Poll
  readonly startedAt: number
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/**
 * Answers the polls of one turn of the event loop together, each library by one read, which begins
 * after the last of them has come. What is no poll, or asks for more than that tells, goes to the
 * listener.
 */
export const answerPolls = (
  { polls, now }: PollAnswering,
  listener: Http1Listener,
): Http1Listener => {
  let ofTurn = new Map<string, Waiting[]>()

  const answer = async (libraryId: string, waiting: readonly Waiting[]): Promise<void> => {
    const library = await polls.open(libraryId)
    for (const { poll, startedAt, incoming, outgoing } of waiting) {
      const said = library?.answer(poll, startedAt)
      if (said) outgoing.writeHead(said.status, said.headers).end(said.body)
      else listener(incoming, outgoing)
    }
  }

  const answerTurn = (): void => {
    const libraries = ofTurn
    // Not cleared: V8 links the table that is left to the next, and one that is dead but old would
    // keep all that follow, with their requests, until a full collection.
    ofTurn = new Map()
    for (const [libraryId, waiting] of libraries) void answer(libraryId, waiting)
  }

  return (incoming, outgoing) => {
    const poll = readPoll(incoming.method, incoming.url, incoming.rawHeaders)
    if (!poll) return listener(incoming, outgoing)
    if (ofTurn.size === 0) setImmediate(answerTurn)
    const waiting = ofTurn.get(poll.libraryId)
    const one = { poll, startedAt: now(), incoming, outgoing }
    if (waiting) waiting.push(one)
    else ofTurn.set(poll.libraryId, [one])
  }
}
