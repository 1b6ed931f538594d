import type { Chapter } from '../chapter.ts'

/** The settings that hold for all libraries. */
export const configuration: Chapter = async (context, { viewer }) => {
  const model = await context.call('configuration.get', {})
  for (const wrong of [
    { automatic_sync_start_hour: 24 },
    { automatic_sync_start_hour: 5, maximum_concurrent_item_syncs: 0 },
    { transfer_throttling_bandwidth_total: 'much' },
  ])
    await context.refused('INVALID_ARGUMENT', 'configuration.update', { model: wrong })
  await context.refused('UNAUTHORIZED', 'configuration.get', {}, viewer)
  await context.refused('UNAUTHORIZED', 'configuration.update', { model: {} }, viewer)
  const changes = { automatic_sync_enabled: false, automatic_sync_start_hour: 5 }
  await context.call('configuration.update', { model: changes })
  await context.call('configuration.get', {})
  // What was read can be written again: what only the server says is passed over.
  await context.call('configuration.update', { model })
  await context.call('configuration.get', {})
}
