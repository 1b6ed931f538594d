import type { DescribedMethod, DescribedOperation, PathItem } from './open-api.ts'

/** An operation, and where it stands in the document. */
export interface PlacedOperation {
  readonly key: string
  readonly method: DescribedMethod
  readonly operation: DescribedOperation
}

/** The path items that hold these operations; throws where two would take one place. */
export const pathsOf = (
  placed: readonly PlacedOperation[],
): { readonly [key: string]: PathItem } => {
  const paths: Record<string, { [Method in DescribedMethod]?: DescribedOperation }> = {}
  for (const { key, method, operation } of placed) {
    const item = (paths[key] ??= {})
    const other = item[method]
    if (other) throw new Error(`${operation.operationId} is at the place of ${other.operationId}`)
    item[method] = operation
  }
  return paths
}
