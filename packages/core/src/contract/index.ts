export { commonErrors } from './operation.ts'
export type { ApiAddress, Operation, OperationFacts, Service } from './operation.ts'
export type { Privilege, PrivilegeName } from './privilege.ts'
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
export { localizableMessage as localizableMessageType } from './localizable-message.ts'
export type {
  DateTimeFormat,
  LocalizableMessage,
  LocalizationParam,
  NestedLocalizableMessage,
} from './localizable-message.ts'
