/** Bytes that could not be copied, a line each. */
export const tellDefects = (
  defects: readonly { readonly id: string; readonly why: string }[],
): readonly string[] => defects.map(({ id, why }) => `  ${id}  ${why}`)
