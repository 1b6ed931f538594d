/** Shows rows one after the other, so that their URLs share one read of the key. */
export const showEach = async <Row, Shown>(
  rows: readonly Row[],
  show: (row: Row) => Promise<Shown>,
): Promise<readonly Shown[]> => {
  const shown: Shown[] = []
  for (const row of rows) shown.push(await show(row))
  return shown
}
