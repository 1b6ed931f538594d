export { contract, findOperation, operations } from './contract.ts'
export type {
  AnyOperation,
  Contract,
  ErrorsOf,
  Input,
  OperationName,
  OperationOf,
  Result,
} from './contract.ts'
export { commonErrors } from './operation.ts'
export type { ApiAddress, Operation, OperationFacts, Service } from './operation.ts'
export { fileNameFault } from './file-name-fault.ts'
export { shownName } from './shown-name.ts'
export { privilegeArgument } from './privilege-argument.ts'
export type { Privilege, PrivilegeName } from './privilege.ts'
export { restAddresses } from './rest-address.ts'
export type { RestAddress } from './rest-address.ts'
export * as types from './types.ts'
export type {
  EnumerationType,
  Fields,
  Infer,
  InferFields,
  ListType,
  MapType,
  OptionalType,
  ScalarType,
  SetType,
  StructureType,
  Type,
  Typed,
  Unions,
  Usage,
} from './types.ts'
export { applyUsage, modelCallOf } from './usage.ts'

export * from './any-error.ts'
export * from './checksum-info.ts'
export * from './configuration.ts'
export * from './download-session-file.ts'
export * from './download-session-model.ts'
export * from './download-session.ts'
export * from './item-changes.ts'
export * from './dynamic-id.ts'
export * from './item-file.ts'
export * from './item-model.ts'
export * from './item-storage.ts'
export * from './item.ts'
export * from './library-model.ts'
export * from './library-usages.ts'
export * from './library.ts'
export * from './local-library.ts'
export * from './localizable-message.ts'
export * from './preview-info.ts'
export * from './publish-info.ts'
export * from './security-policies.ts'
export * from './session.ts'
export * from './storage-backing.ts'
export * from './subscribed-item.ts'
export * from './subscribed-library.ts'
export * from './subscription-info.ts'
export * from './subscription-model.ts'
export * from './subscriptions.ts'
export * from './task-info.ts'
export * from './task.ts'
export * from './transfer-endpoint.ts'
export * from './trusted-certificates.ts'
export * from './type.ts'
export * from './update-session-file-info.ts'
export * from './update-session-file.ts'
export * from './update-session-model.ts'
export * from './update-session.ts'
