import type { AnyOperation } from '@accession/core/contract'
import { callTemplate } from './call-template.ts'
import type { CallTemplate } from './call-template.ts'
import { privilegesInData } from './contract-data.ts'
import type { PrivilegeData } from './contract-data.ts'
import { withoutLibrary } from './makers.ts'
import type { Making } from './makers.ts'

/** A kind of call of one operation: what it is made on, and what is asked of its caller. */
export interface CallKind {
  readonly text: string
  readonly operation: AnyOperation
  readonly template: CallTemplate
  readonly making: Making
  readonly privileges: readonly PrivilegeData[]
}

/**
 * What it takes to use a session or a task of somebody else, by the field of its id: a task takes an
 * administrator, which here is a privilege that administrators alone have.
 */
const privilegesOnOthers: Readonly<Record<string, string>> = {
  update_session_id: 'ContentLibrary.UpdateSession',
  download_session_id: 'ContentLibrary.DownloadSession',
  task: 'ContentLibrary.UpdateLibrary',
}

/** The kinds of calls of an operation: on what it is meant for, and where they exist with less or more. */
export const kindsOf = (operation: AnyOperation): readonly CallKind[] => {
  const privileges = privilegesInData(operation.service, operation.id)
  const template = callTemplate(operation, privileges)
  const type = operation.name.startsWith('subscribed') ? 'SUBSCRIBED' : 'LOCAL'
  const meant: CallKind = {
    text: 'as it is meant',
    operation,
    template,
    making: { owner: 'caller', type },
    privileges,
  }
  const bare = callTemplate(operation, privileges, { without: true })
  const withLess = { ...meant, text: 'without what may be left out', template: bare }
  const ofOthers = template.slots.flatMap(({ field, path }) => {
    const privilege = privilegesOnOthers[field]
    if (privilege === undefined) return []
    const needed = { privilege, on: path, resource: 'com.vmware.content.library.Item' }
    return {
      ...meant,
      text: 'on what is somebody else’s',
      making: { owner: 'administrator', type } as const,
      privileges: [...privileges, needed],
    }
  })
  return [meant, ...(bare.slots.length < template.slots.length ? [withLess] : []), ...ofOthers]
}

/** The paths of what such a call names that is in a library. */
export const pathsOf = ({ template }: CallKind): readonly string[] =>
  template.slots.flatMap(({ path, field }) => (withoutLibrary.has(field) ? [] : [path]))
