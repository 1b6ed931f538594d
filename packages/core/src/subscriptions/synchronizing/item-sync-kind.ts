/** The name under which rows hold tasks that synchronize one item. */
export const itemSyncKind = 'item_sync'
