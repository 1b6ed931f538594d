import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import { dateTime, id, list, nothing, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** What uses a library: `urn:vmomi:vm:vm-12`. */
export const libraryUsageAddSpec = structure('com.vmware.content.library.usages.add_spec', {
  /** `<scheme>:<namespace>:<type>:<id>`, unique among the usages of the library. */
  resource_urn: uri,
})
export type LibraryUsageAddSpec = Infer<typeof libraryUsageAddSpec>

/** A usage of a library, and since when it has been declared. */
export const libraryUsageInfo = structure('com.vmware.content.library.usages.info', {
  usage: id,
  resource_urn: uri,
  addition_time: dateTime,
})
export type LibraryUsageInfo = Infer<typeof libraryUsageInfo>

/** A usage of a library in a list. */
export const libraryUsageSummary = structure('com.vmware.content.library.usages.summary', {
  usage: id,
  resource_urn: uri,
})
export type LibraryUsageSummary = Infer<typeof libraryUsageSummary>

/** The usages of a library. */
export const libraryUsageList = structure('com.vmware.content.library.usages.list_result', {
  library_usage_list: list(libraryUsageSummary),
})
export type LibraryUsageList = Infer<typeof libraryUsageList>

const path = '/api/content/library/{library}/usages'

/** Who uses a library: while anybody does, it is not deleted unless that is forced. */
export const libraryUsagesService = service('libraryUsages', 'com.vmware.content.library.usages', {
  add: operation({
    params: { library: id, spec: libraryUsageAddSpec },
    result: id,
    errors: ['ALREADY_EXISTS', 'INVALID_ARGUMENT', 'NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
    privileges: [onSystem('ContentLibrary.AddLibraryUsage')],
    api: { method: 'POST', path, body: 'spec' },
  }),
  list: operation({
    params: { library: id },
    result: libraryUsageList,
    errors: ['NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
    privileges: [onSystem('System.Read')],
    api: { method: 'GET', path },
  }),
  get: operation({
    params: { library: id, usage: id },
    result: libraryUsageInfo,
    errors: ['NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
    privileges: [onSystem('System.Read')],
    api: { method: 'GET', path: `${path}/{usage}` },
  }),
  remove: operation({
    params: { library: id, usage: id },
    result: nothing,
    errors: ['NOT_FOUND', 'UNAUTHENTICATED', 'UNAUTHORIZED'],
    privileges: [onSystem('ContentLibrary.RemoveLibraryUsage')],
    api: { method: 'DELETE', path: `${path}/{usage}` },
  }),
})
