/** A row. `revision` starts at 1 and grows with every guarded write; commutative writes leave it alone. */
export interface Entity {
  readonly id: string
  readonly revision: number
}

/** A message kept with a row: the id in the error catalog and what its text is filled with. */
export interface StoredMessage {
  readonly id: string
  readonly args: readonly string[]
}
