/** A statement's name on one connection. */
interface PreparedName {
  readonly name: string
  /** Whether the server has to be told its text first. */
  readonly isNew: boolean
}

/** The statements that one connection has prepared. */
export interface PreparedNames {
  /** The name of a text; makes room for a new one by giving up the one unused for longest. */
  take(sql: string): PreparedName
  /** Gives up a text whose preparation may have failed. */
  forget(sql: string): void
  /** The names given up since it was last asked: the server is to forget them too. */
  released(): readonly string[]
}

/** Some megabytes of the server's at most; the program's own texts are fewer. */
const statementsMax = 300

/** Remembers texts in the order of their last use. */
export const createPreparedNames = (max = statementsMax): PreparedNames => {
  const names = new Map<string, string>()
  let given = 0
  let free: string[] = []

  const forget = (sql: string): void => {
    const name = names.get(sql)
    if (name !== undefined) free.push(name)
    names.delete(sql)
  }

  return {
    take(sql) {
      const known = names.get(sql)
      const name = known ?? `accession_${++given}`
      names.delete(sql)
      const [oldest] = names.keys()
      if (names.size >= max && oldest !== undefined) forget(oldest)
      names.set(sql, name)
      return { name, isNew: known === undefined }
    },
    forget,
    released() {
      const all = free
      free = []
      return all
    },
  }
}
