import { id, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** The identifier of a resource together with its type: `com.vmware.content.Library`. */
export const dynamicId = structure('com.vmware.vapi.std.dynamic_ID', { type: string, id })
export type DynamicId = Infer<typeof dynamicId>
