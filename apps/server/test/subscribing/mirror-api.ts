import { setTimeout as sleep } from 'node:timers/promises'
import type { LibraryApi } from '../support/library-api.ts'
import type { FieldItems } from './write-field-tree.ts'

/** A task as its service shows it. */
interface TaskInfo {
  readonly status: string
  readonly error?: { readonly messages: readonly { readonly default_message: string }[] }
}

/** What tests do with a subscribed library, in the `/api` spelling. */
export interface MirrorApi {
  create(info: object): Promise<string>
  sync(library: string): Promise<void>
  /** Resolves when no task of the library is live; answers the last one. */
  settled(library: string): Promise<TaskInfo | undefined>
  /** Its items, with what their files hold. */
  contents(library: string): Promise<FieldItems>
}

/** The same of a server. */
export const mirrorApi = (api: LibraryApi): MirrorApi => {
  const content = '/api/content'
  const tasksOf = async (library: string): Promise<TaskInfo[]> => {
    const filter = new URLSearchParams({ services: 'com.vmware.content.subscribed_library' })
    const tasks = await api.call<Record<string, TaskInfo & { target?: { id: string } }>>(
      'GET',
      `/api/cis/tasks?${filter}`,
    )
    return Object.entries(tasks)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, task]) => task)
      .filter(({ target }) => target?.id === library)
  }
  return {
    create: (info) =>
      api.call('POST', `${content}/subscribed-library`, {
        name: 'mirror',
        storage_backings: [{ type: 'DATASTORE' }],
        subscription_info: {
          authentication_method: 'NONE',
          on_demand: false,
          automatic_sync_enabled: false,
          ...info,
        },
      }),
    sync: (library) => api.call('POST', `${content}/subscribed-library/${library}?action=sync`),
    async settled(library) {
      for (;;) {
        const tasks = await tasksOf(library)
        const isLive = ({ status }: TaskInfo) => !['SUCCEEDED', 'FAILED'].includes(status)
        if (!tasks.some(isLive)) return tasks.at(-1)
        await sleep(25)
      }
    },
    async contents(library) {
      const ids = await api.call<string[]>('GET', `${content}/library/item?library_id=${library}`)
      const items = await Promise.all(
        ids.map(async (id) => {
          const { name } = await api.call<{ name: string }>('GET', `${content}/library/item/${id}`)
          const files = [...(await api.download(id))].map(
            ([file, bytes]) => [file, new TextDecoder().decode(bytes)] as const,
          )
          return [name, Object.fromEntries(files)] as const
        }),
      )
      return Object.fromEntries(items)
    },
  }
}
