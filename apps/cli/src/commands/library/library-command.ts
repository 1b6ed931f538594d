import type { Command } from 'commander'
import { addLibraryCreate } from './library-create.ts'
import { addLibraryEvict } from './library-evict.ts'
import { addLibraryExportStatic } from './library-export-static.ts'
import { addLibraryList } from './library-list.ts'
import { addLibraryProbe } from './library-probe.ts'
import { addLibraryPublish } from './library-publish.ts'
import { addLibraryRemove } from './library-remove.ts'
import { addLibraryShow } from './library-show.ts'
import { addLibrarySync } from './library-sync.ts'
import { addLibraryUnpublish } from './library-unpublish.ts'
import { addLibraryUpdate } from './library-update.ts'

/** Adds `library` with its commands. */
export const addLibraryCommands = (program: Command, signal: AbortSignal): void => {
  const library = program
    .command('library')
    .description('Create, list, show, change and remove libraries; publish and follow them')
  addLibraryCreate(library, signal)
  addLibraryList(library, signal)
  addLibraryShow(library, signal)
  addLibraryUpdate(library, signal)
  addLibraryRemove(library, signal)
  addLibraryPublish(library, signal)
  addLibraryUnpublish(library, signal)
  addLibraryExportStatic(library, signal)
  addLibrarySync(library, signal)
  addLibraryEvict(library, signal)
  addLibraryProbe(library, signal)
}
