import type { Command } from 'commander'
import { addItemCopy } from './item-copy.ts'
import { addItemEvict } from './item-evict.ts'
import { addItemList } from './item-list.ts'
import { addItemRemove } from './item-remove.ts'
import { addItemShow } from './item-show.ts'
import { addItemSync } from './item-sync.ts'
import { addItemUpdate } from './item-update.ts'

/** Adds `item` with its commands. */
export const addItemCommands = (program: Command, signal: AbortSignal): void => {
  const item = program.command('item').description('List, show, change, copy and remove items')
  addItemList(item, signal)
  addItemShow(item, signal)
  addItemUpdate(item, signal)
  addItemCopy(item, signal)
  addItemRemove(item, signal)
  addItemSync(item, signal)
  addItemEvict(item, signal)
}
