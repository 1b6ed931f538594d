/** The content of an item between two completes. */
export interface Content {
  readonly version: number
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** What an item may be: one thing once that was answered, two while a call is under way. */
export interface ItemRecord {
  readonly id: string
  possible: readonly (Content | 'gone')[]
  /** The session that holds it, while one is or may be ACTIVE. */
  session: SessionRecord | undefined
}

export type SessionState = 'ACTIVE' | 'DONE' | 'CANCELED' | 'gone'

/** What an update session may be, and what was done in it. */
export interface SessionRecord {
  readonly id: string
  readonly item: ItemRecord
  readonly base: Content
  possible: readonly SessionState[]
  /** Every file that was added, or was being added when the server died. */
  readonly added: Map<string, Uint8Array<ArrayBuffer>>
  /** Those whose adding was answered. */
  readonly known: Set<string>
  /** Those whose upload was answered. */
  readonly received: Set<string>
}

/** What a load did, and what it was told. */
export interface Ledger {
  readonly items: Set<ItemRecord>
  readonly sessions: Set<SessionRecord>
  /** Calls that were answered. */
  answered: number
}

/** What the item is once the session has completed. */
export const contentAfter = ({ base, added }: SessionRecord): Content => ({
  version: base.version + 1,
  files: new Map([...base.files, ...added]),
})

/** Takes out what was checked and will not be touched again: to be looked at once more at the end. */
export const settle = ({ items, sessions }: Ledger): readonly ItemRecord[] => {
  const settled = [...items]
  items.clear()
  sessions.clear()
  return settled
}
