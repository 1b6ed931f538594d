/** Takes a transaction back, if there still is one: after some failures SQLite has done so itself. */
export const rollBack = (run: (sql: string) => unknown): void => {
  try {
    run('rollback')
  } catch (error) {
    if (!/no transaction is active/.test(String(error))) throw error
  }
}
