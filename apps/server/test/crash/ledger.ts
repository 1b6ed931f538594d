/** The content of an item between two completes. */
export interface Content {
  readonly version: number
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
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

/** Forgets what can be told no more about, so that rounds stay small. */
export const forgetEnded = (ledger: Ledger): void => {
  for (const session of ledger.sessions) {
    if (session.item.session !== session) ledger.sessions.delete(session)
  }
  for (const item of ledger.items) {
    if (item.possible.every((each) => each === 'gone')) ledger.items.delete(item)
  }
}
