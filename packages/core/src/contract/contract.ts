import type { ErrorType } from '../errors/error-types.ts'
import { configurationService } from './configuration.ts'
import { downloadSessionFileService } from './download-session-file.ts'
import { downloadSessionService } from './download-session.ts'
import { itemChangesService } from './item-changes.ts'
import { itemFileService } from './item-file.ts'
import { itemStorageService } from './item-storage.ts'
import { itemService } from './item.ts'
import { libraryUsagesService } from './library-usages.ts'
import { libraryService } from './library.ts'
import { localLibraryService } from './local-library.ts'
import type { Operation } from './operation.ts'
import { securityPoliciesService } from './security-policies.ts'
import { sessionService } from './session.ts'
import { subscribedItemService } from './subscribed-item.ts'
import { subscribedLibraryService } from './subscribed-library.ts'
import { subscriptionsService } from './subscriptions.ts'
import { taskService } from './task.ts'
import { trustedCertificatesService } from './trusted-certificates.ts'
import { typeService } from './type.ts'
import { updateSessionFileService } from './update-session-file.ts'
import { updateSessionService } from './update-session.ts'

/** The services of the contract, by the key their operations' names begin with. */
export interface Contract {
  readonly session: typeof sessionService
  readonly task: typeof taskService
  readonly type: typeof typeService
  readonly configuration: typeof configurationService
  readonly securityPolicies: typeof securityPoliciesService
  readonly trustedCertificates: typeof trustedCertificatesService
  readonly library: typeof libraryService
  readonly libraryUsages: typeof libraryUsagesService
  readonly localLibrary: typeof localLibraryService
  readonly item: typeof itemService
  readonly itemChanges: typeof itemChangesService
  readonly itemFile: typeof itemFileService
  readonly itemStorage: typeof itemStorageService
  readonly updateSession: typeof updateSessionService
  readonly updateSessionFile: typeof updateSessionFileService
  readonly downloadSession: typeof downloadSessionService
  readonly downloadSessionFile: typeof downloadSessionFileService
  readonly subscribedLibrary: typeof subscribedLibraryService
  readonly subscribedItem: typeof subscribedItemService
  readonly subscriptions: typeof subscriptionsService
}

/** Every operation, described once; all that repeats it elsewhere is derived from here. */
export const contract: Contract = {
  session: sessionService,
  task: taskService,
  type: typeService,
  configuration: configurationService,
  securityPolicies: securityPoliciesService,
  trustedCertificates: trustedCertificatesService,
  library: libraryService,
  libraryUsages: libraryUsagesService,
  localLibrary: localLibraryService,
  item: itemService,
  itemChanges: itemChangesService,
  itemFile: itemFileService,
  itemStorage: itemStorageService,
  updateSession: updateSessionService,
  updateSessionFile: updateSessionFileService,
  downloadSession: downloadSessionService,
  downloadSessionFile: downloadSessionFileService,
  subscribedLibrary: subscribedLibraryService,
  subscribedItem: subscribedItemService,
  subscriptions: subscriptionsService,
}

type OperationsByName = {
  [Key in keyof Contract]: {
    [Id in keyof Contract[Key]]: Contract[Key][Id]
  }[keyof Contract[Key]]
}[keyof Contract]

/** The name of an operation: `updateSession.keep_alive`. */
export type OperationName = OperationsByName['name']

/** The description of the operation of that name. */
export type OperationOf<Name extends OperationName> = Extract<
  OperationsByName,
  { readonly name: Name }
>

/** What the operation of that name is called with. */
export type Input<Name extends OperationName> =
  OperationOf<Name> extends Operation<infer Value> ? Value : never

/** What the operation of that name answers. */
export type Result<Name extends OperationName> =
  OperationOf<Name> extends Operation<unknown, infer Value> ? Value : never

/** The errors that the operation of that name declares. */
export type ErrorsOf<Name extends OperationName> = OperationOf<Name>['errors'][number]

/** An operation of the contract, whichever it is. */
export type AnyOperation = Operation<unknown, unknown, ErrorType, OperationName>

/** Every operation of the contract. */
export const operations: readonly AnyOperation[] = Object.values(contract).flatMap(
  (service): readonly AnyOperation[] => Object.values(service),
)

const operationsByName = new Map<string, AnyOperation>(
  operations.map((operation) => [operation.name, operation]),
)

/** The operation of that name, when there is one. */
export const findOperation = (name: string): AnyOperation | undefined => operationsByName.get(name)
