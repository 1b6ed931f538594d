import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { CommandError, notFoundError } from '../../command-error.ts'
import { countOf } from '../../output/count-of.ts'
import { createScreen } from '../../output/screen.ts'
import { eventLine, watchLines } from '../../output/watched-sessions.ts'
import { listSessions, createPathCache } from '../../server/get-sessions.ts'
import { observeSessions, type ObservedSession } from '../../server/observe-sessions.ts'
import { withClient, type Session } from '../../server/with-client.ts'
import { intervalOption } from './interval-option.ts'

const help = `
On a terminal the view is drawn anew; elsewhere each change is a line, of JSON with --json. Without ids all
your sessions are watched, those that begin meanwhile too.

Ends when none of them is ACTIVE any more: with 0, or with 1 when one of them ended in ERROR or CANCELED.
A session that is removed counts as ended well. Ctrl-C ends it with 130.

Examples:
  accession session watch
  accession session watch 01a20b5a-8cff-73dd-ba9f-d29ce54c225d --interval 1
  accession session watch --json | jq .state`

/** Adds `session watch`. */
export const addSessionWatch = (session: Command, signal: AbortSignal): void => {
  session
    .command('watch')
    .description('Watch update sessions and their transfers until they end')
    .argument('[session...]', 'their ids; all of yours where none is named')
    .addOption(intervalOption('between two looks', 2))
    .addHelpText('after', help)
    .action((ids: readonly string[], { interval }: { interval: number }, command: Command) =>
      withClient(command, signal, (one) => watch(one, ids, interval)),
    )
}

const watch = async (
  { client, output, signal }: Session,
  named: readonly string[],
  intervalMs: number,
): Promise<void> => {
  using screen = createScreen(output)
  const known = new Map<string, ObservedSession>()
  const paths = createPathCache(client, signal)
  for (let isFirst = true; ; isFirst = false) {
    const mine = named.length > 0 ? named : await listSessions(client, undefined, signal)
    const ids = [...new Set([...known.keys(), ...mine])]
    const seen = await paths.add(await observeSessions(client, ids, signal))
    if (isFirst) refuseMissing(named, seen)
    for (const one of seen) {
      const before = known.get(one.id)
      if (!before && named.length === 0 && one.state !== 'ACTIVE') continue
      known.set(one.id, one)
      const isNew = eventLine(one) !== (before && eventLine(before))
      if (isNew && !screen.isLive) output.event(one, () => eventLine(one))
    }
    const here = new Set(seen.map(({ id }) => id))
    for (const id of known.keys()) {
      if (here.has(id)) continue
      known.delete(id)
      if (!screen.isLive) output.event({ id, state: 'REMOVED' }, () => `${id} REMOVED`)
    }
    const shown = [...known.values()]
    screen.draw((columns) => watchLines(shown, columns))
    if (!shown.some(({ state }) => state === 'ACTIVE')) break
    await pause(intervalMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  if (known.size === 0) output.note('No session is ACTIVE')
  refuseFailed([...known.values()])
}

const refuseMissing = (named: readonly string[], seen: readonly ObservedSession[]): void => {
  const missing = named.find((id) => !seen.some((one) => one.id === id))
  if (missing === undefined) return
  throw notFoundError(`There is no update session ${missing}: see \`accession session ls\`.`)
}

const refuseFailed = (ended: readonly ObservedSession[]): void => {
  const failed = ended.filter(({ state }) => state !== 'DONE')
  if (failed.length === 0) return
  const which = failed.map(({ id, state }) => `${id} (${state})`).join(', ')
  throw new CommandError(`${countOf(failed.length, 'session')} did not end well: ${which}`)
}
