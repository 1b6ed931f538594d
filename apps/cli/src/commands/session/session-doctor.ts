import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { CommandError } from '../../command-error.ts'
import { describeFailure } from '../../describe-failure.ts'
import { canAsk } from '../../output/ask-secretly.ts'
import { askYesNo } from '../../output/ask-yes-no.ts'
import { countOf } from '../../output/count-of.ts'
import { printable } from '../../output/printable.ts'
import { diagnoseSession, type Finding } from '../../server/diagnose-session.ts'
import { freeSession } from '../../server/free-session.ts'
import { listSessions, withPaths, type FoundSession } from '../../server/get-sessions.ts'
import { observeSessions } from '../../server/observe-sessions.ts'
import { withClient, type Session } from '../../server/with-client.ts'
import { intervalOption } from './interval-option.ts'

const help = `
Looks at your sessions twice, some seconds apart, and tells of those that did not get on: what they wait
for, and which item an ACTIVE one blocks meanwhile. To free a session is to cancel and remove it: what it
received is lost, its item stays as it was. On a terminal each is asked about; elsewhere only --yes frees.
It works against a vCenter too, for the sessions of the user who signs in.

Ends with 0 when no session is stuck any more, else with 1.

Examples:
  accession session doctor
  accession session doctor --dry-run --json
  accession session doctor --interval 30 --yes`

interface DoctorOptions {
  readonly interval: number
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** A session that does not get on, and what became of it. */
interface Patient {
  readonly id: string
  readonly state: string | undefined
  readonly item_id: string | undefined
  readonly item_path: string | undefined
  /** Whether nobody else can open a session on the item. */
  readonly blocks_item: boolean
  readonly expiration_time: string | undefined
  readonly findings: readonly Finding[]
  readonly freed: boolean
  readonly error?: string
}

/** Adds `session doctor`. */
export const addSessionDoctor = (session: Command, signal: AbortSignal): void => {
  session
    .command('doctor')
    .description('Find update sessions without progress, say why, and free them')
    .argument('[session...]', 'their ids; all of yours where none is named')
    .addOption(intervalOption('between the two looks', 5))
    .option('-y, --yes', 'free every one that is stuck, without asking')
    .option('--dry-run', 'only tell')
    .addHelpText('after', help)
    .action((ids: readonly string[], options: DoctorOptions, command: Command) =>
      withClient(command, signal, (one) => examine(one, ids, options)),
    )
}

const examine = async (
  session: Session,
  named: readonly string[],
  options: DoctorOptions,
): Promise<void> => {
  const { client, output, signal } = session
  const ids = named.length > 0 ? named : await listSessions(client, undefined, signal)
  const stuck = await findStuck(session, ids, options.interval)
  const patients: Patient[] = []
  for (const [found, findings] of stuck) {
    patients.push(await treat(session, found, findings, options))
  }
  output.result(patients, () =>
    patients.length === 0
      ? [`${countOf(ids.length, 'session')}, none of them stuck`]
      : patients.flatMap((patient) => linesOf(patient, options)),
  )
  const left = patients.filter(({ freed }) => !freed)
  if (left.length === 0) return
  throw new CommandError(
    `${countOf(left.length, 'session')} stuck: free them with \`accession session doctor --yes\`, or one with \`accession session rm --force ${left[0]?.id}\`.`,
  )
}

type Stuck = readonly (readonly [FoundSession, readonly Finding[]])[]

const findStuck = async (
  { client, output, signal }: Session,
  ids: readonly string[],
  intervalMs: number,
): Promise<Stuck> => {
  const first = await observeSessions(client, ids, signal)
  const alive = first.filter(({ state }) => state === 'ACTIVE')
  if (alive.length > 0) {
    output.note(`Watching ${countOf(alive.length, 'session')} for ${intervalMs / 1_000} s`)
    await pause(intervalMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  const second = await observeSessions(client, ids, signal)
  const before = new Map(first.map((one) => [one.id, one]))
  const named = await withPaths(client, second, signal)
  return second.flatMap((after, index) => {
    const now = new Date()
    const look = { intervalMs, now }
    const findings = diagnoseSession(before.get(after.id) ?? after, after, look)
    return findings.length > 0 ? [[named[index] ?? after, findings] as const] : []
  })
}

const treat = async (
  { client, output, signal }: Session,
  found: FoundSession,
  findings: readonly Finding[],
  { yes = false, dryRun = false }: DoctorOptions,
): Promise<Patient> => {
  const { id, state, library_item_id: itemId, item_path: path, expiration_time } = found
  const patient = {
    id,
    state,
    item_id: itemId,
    item_path: path,
    blocks_item: state === 'ACTIVE',
    expiration_time,
    findings,
  }
  const isAsked = !dryRun && !yes && output.isForPeople && canAsk()
  if (isAsked) for (const line of [titleOf(patient), ...reasonsOf(patient)]) output.note(line)
  const free = !dryRun && (yes || (isAsked && (await askYesNo('Free it?', signal))))
  if (!free) return { ...patient, freed: false }
  try {
    await freeSession(client, id, signal)
    return { ...patient, freed: true }
  } catch (error) {
    signal.throwIfAborted()
    return { ...patient, freed: false, error: describeFailure(error).text }
  }
}

type Described = Omit<Patient, 'freed' | 'error'>

const titleOf = ({ id, state, blocks_item, item_path, item_id }: Described): string => {
  const item = printable(item_path ?? item_id ?? 'an item that is gone')
  return `Session ${id} (${state}) ${blocks_item ? 'blocks' : 'was for'} ${item}`
}

const reasonsOf = ({ findings }: Described): readonly string[] =>
  findings.map(({ text }) => `  ${printable(text)}`)

const linesOf = (patient: Patient, { dryRun = false }: DoctorOptions): readonly string[] => {
  const { freed, error } = patient
  const outcome = error
    ? `could not be freed: ${error}`
    : freed
      ? 'freed'
      : dryRun
        ? 'would be freed with --yes'
        : 'left as it is'
  return [titleOf(patient), ...reasonsOf(patient), `  ${outcome}`]
}
