import type { Command } from 'commander'
import { addSessionCancel } from './session-cancel.ts'
import { addSessionDoctor } from './session-doctor.ts'
import { addSessionFail } from './session-fail.ts'
import { addSessionKeepAlive } from './session-keep-alive.ts'
import { addSessionList } from './session-list.ts'
import { addSessionRemove } from './session-remove.ts'
import { addSessionShow } from './session-show.ts'
import { addSessionWatch } from './session-watch.ts'

/** Adds `session` with its commands. */
export const addSessionCommands = (program: Command, signal: AbortSignal): void => {
  const session = program
    .command('session')
    .description('Look at your update sessions, watch, mend and end them')
  addSessionList(session, signal)
  addSessionShow(session, signal)
  addSessionWatch(session, signal)
  addSessionDoctor(session, signal)
  addSessionKeepAlive(session, signal)
  addSessionFail(session, signal)
  addSessionCancel(session, signal)
  addSessionRemove(session, signal)
}
