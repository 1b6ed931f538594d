import type { Caller } from '../access/caller.ts'
import type { PublishInfo } from '../contract/publish-info.ts'
import type { Library } from '../ports/entities.ts'
import { publishedPath, subscriberName } from './publisher.ts'

/** How a library is published as its `publish_info` tells, without any secret. */
export const showPublication = (
  { id, publication }: Pick<Library, 'id' | 'publication'>,
  { origin }: Pick<Caller, 'origin'>,
): PublishInfo => {
  const published = publication?.isPublished ?? false
  const method = publication?.authenticationMethod ?? 'NONE'
  return {
    published,
    authentication_method: method,
    persist_json_enabled: publication?.isJsonPersisted ?? false,
    ...(published && { publish_url: `${origin}${publishedPath(id)}lib.json` }),
    ...(method === 'BASIC' && { user_name: subscriberName }),
  }
}
