import { brokenSending, checksumOf, sending } from './bytes.ts'
import { notFound, pick, reach, reachActive, soon } from './model-stage.ts'
import type { Mover } from './model-stage.ts'
import { filesShown, stateAt } from './model-state.ts'
import type { ModelAddition } from './model-state.ts'

const names = ['a', 'b', 'c', 'ü%20']
const contents = ['', 'x', 'hello', 'hello, wider world']

const add: Mover = async (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'add')
  const name = pick(names, step.name) ?? ''
  const wanted = pick(contents, step.content) ?? ''
  const sourceType = step.variant === 0 ? 'NONE' : 'PUSH'
  const declaredSize = step.variant % 2 === 1 ? wanted.length : undefined
  const algorithm = pick([undefined, 'SHA1', 'SHA256', 'SHA512', 'MD5'] as const, step.variant)
  const { hashing } = stage.place.world
  const checksum_info = algorithm && (await checksumOf(hashing, wanted, algorithm))
  const file_spec = {
    name,
    source_type: sourceType,
    ...(declaredSize !== undefined && { size: declaredSize }),
    ...(checksum_info && { checksum_info }),
  } as const
  const attempt: ModelAddition = {
    change: 'ADD',
    sourceType,
    declaredSize,
    hasChecksum: algorithm !== undefined,
    wanted,
    status: 'WAITING_FOR_TRANSFER',
    content: undefined,
    errorId: undefined,
  }
  return {
    expected: refused ?? { result: { name, source_type: sourceType, bytes_transferred: 0 } },
    call: () => stage.place.call(caller, 'updateSessionFile.add', { ...given, file_spec }),
    learn(result) {
      if (!session) return
      session.expiresAt = soon(stage)
      session.changes.set(name, attempt)
      const { upload_endpoint: endpoint } = result as { upload_endpoint?: { uri: string } }
      if (endpoint) stage.state.endpoints.push({ uri: endpoint.uri, session, name, attempt })
    },
  }
}

const remove: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'remove')
  const file_name = pick(names, step.name) ?? ''
  const change = session?.changes.get(file_name)
  const isInItem = session?.item.files.has(file_name) ?? false
  const isThere = change ? change.change === 'ADD' : isInItem
  const absent = { id: 'accession.update_session.file_not_found', args: [file_name] }
  return {
    expected: refused ?? (isThere ? { result: undefined } : absent),
    call: () => stage.place.call(caller, 'updateSessionFile.remove', { ...given, file_name }),
    learn() {
      if (!session) return
      session.expiresAt = soon(stage)
      if (isInItem) session.changes.set(file_name, { change: 'REMOVE' })
      else session.changes.delete(file_name)
    },
  }
}

const upload: Mover = (stage, step) => {
  const { state, place } = stage
  const endpoint = pick(state.endpoints.toReversed(), step.session)
  if (!endpoint) return undefined
  const { uri, session, name, attempt } = endpoint
  const isBroken = step.variant === 5
  const content = step.variant < 4 ? attempt.wanted : (pick(contents, step.content) ?? '')
  const call = () => place.upload(uri, isBroken ? brokenSending(content) : sending(content))
  const isWanted =
    state.known.has(session) &&
    !session.item.isDeleted &&
    stateAt(session, place.clock.now()) === 'ACTIVE' &&
    session.changes.get(name) === attempt
  if (!isWanted) return { expected: { id: 'accession.transfer.not_wanted' }, call }
  if (attempt.status === 'READY')
    return { expected: { id: 'accession.transfer.already_received', args: [name] }, call }
  session.expiresAt = soon(stage)
  const fault = faultOf(attempt, content, isBroken)
  const isContentFault = fault !== undefined && fault !== 'interrupted'
  attempt.status = fault ? (isContentFault ? 'ERROR' : 'WAITING_FOR_TRANSFER') : 'READY'
  attempt.errorId = isContentFault ? `accession.transfer.${fault}` : undefined
  attempt.content = fault ? undefined : content
  return {
    expected: fault ? { id: `accession.transfer.${fault}` } : { result: undefined },
    call,
  }
}

const faultOf = (
  { declaredSize, hasChecksum, wanted }: ModelAddition,
  content: string,
  isBroken: boolean,
): string | undefined => {
  if (declaredSize !== undefined && content.length > declaredSize) return 'larger_than_declared'
  if (isBroken) return 'interrupted'
  if (declaredSize !== undefined && content.length < declaredSize) return 'size_mismatch'
  return hasChecksum && content !== wanted ? 'checksum_mismatch' : undefined
}

const listFiles: Mover = (stage, step) => {
  const { caller, session, given, refused } = reach(stage, step)
  const call = () => stage.place.call(caller, 'updateSessionFile.list', given)
  const result = session && filesShown(session, stage.place.clock.now())
  return { expected: refused ?? { result }, call }
}

const getFile: Mover = (stage, step) => {
  const { caller, session, given, refused } = reach(stage, step)
  const file_name = pick(names, step.name) ?? ''
  const shown = session && filesShown(session, stage.place.clock.now())
  const result = shown?.find(({ name }) => name === file_name)
  const absent = { id: 'accession.update_session.file_not_found' }
  return {
    expected: refused ?? (result ? { result } : absent),
    call: () => stage.place.call(caller, 'updateSessionFile.get', { ...given, file_name }),
  }
}

const validate: Mover = (stage, step) => {
  const { caller, session, given, refused } = reachActive(stage, step, 'validate')
  const call = () => stage.place.call(caller, 'updateSessionFile.validate', given)
  if (!session || refused) return { expected: refused ?? notFound(''), call }
  const added = [...session.changes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, change]) => (change.change === 'ADD' ? [{ name, ...change }] : []))
  const isAwaited = added.some(
    ({ sourceType, status }) => sourceType === 'PUSH' && status === 'WAITING_FOR_TRANSFER',
  )
  if (isAwaited) return { expected: { id: 'accession.update_session.files_not_ready' }, call }
  const missingFiles = added.filter(({ sourceType }) => sourceType === 'NONE')
  const invalid = added.filter(({ errorId }) => errorId !== undefined)
  const result = {
    has_errors: missingFiles.length + invalid.length > 0,
    missing_files: missingFiles.map(({ name }) => name),
    invalid_files: invalid.map(({ name, errorId }) => ({ name, error_message: { id: errorId } })),
  }
  return { expected: { result }, call }
}

/** The operations of a session's files, and uploads. */
export const fileMoves = {
  add,
  remove,
  upload,
  listFiles,
  getFile,
  validate,
} as const satisfies Readonly<Record<string, Mover>>
