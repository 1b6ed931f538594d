/** What most of them are: the call as it stands will not succeed. */
const refused = { status: 400, retryable: false } as const

/** The 25 error types of vAPI, with the HTTP status each travels under. */
export const errorTypes = {
  ERROR: refused,
  ALREADY_EXISTS: refused,
  ALREADY_IN_DESIRED_STATE: refused,
  CANCELED: refused,
  CONCURRENT_CHANGE: refused,
  FEATURE_IN_USE: refused,
  INTERNAL_SERVER_ERROR: { status: 500, retryable: false },
  INVALID_ARGUMENT: refused,
  INVALID_ELEMENT_CONFIGURATION: refused,
  INVALID_ELEMENT_TYPE: refused,
  INVALID_REQUEST: refused,
  NOT_ALLOWED_IN_CURRENT_STATE: refused,
  NOT_FOUND: { status: 404, retryable: false },
  OPERATION_NOT_FOUND: { status: 404, retryable: false },
  RESOURCE_BUSY: { status: 400, retryable: true },
  RESOURCE_IN_USE: refused,
  RESOURCE_INACCESSIBLE: refused,
  SERVICE_UNAVAILABLE: { status: 503, retryable: true },
  TIMED_OUT: { status: 504, retryable: true },
  UNABLE_TO_ALLOCATE_RESOURCE: refused,
  UNAUTHENTICATED: { status: 401, retryable: false },
  UNAUTHORIZED: { status: 403, retryable: false },
  UNEXPECTED_INPUT: refused,
  UNSUPPORTED: refused,
  UNVERIFIED_PEER: refused,
} as const satisfies { readonly [type: string]: ErrorTypeFacts }

/** What is known of an error by its type alone. */
export interface ErrorTypeFacts {
  readonly status: 400 | 401 | 403 | 404 | 500 | 503 | 504
  /** Whether the very same call, sent again later, may succeed. */
  readonly retryable: boolean
}

/** The name of an error type, as `error_type` spells it. */
export type ErrorType = keyof typeof errorTypes

/** The structure an error of this type is on the wire: `com.vmware.vapi.std.errors.not_found`. */
export const errorStructureName = <T extends ErrorType>(type: T) =>
  `com.vmware.vapi.std.errors.${type.toLowerCase() as Lowercase<T>}` as const

/** Whether a string names an error type: what a client reads from a server is not known to. */
export const isErrorType = (name: string): name is ErrorType => Object.hasOwn(errorTypes, name)
