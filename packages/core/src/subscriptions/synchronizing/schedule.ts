import type { Configuration } from '../../configuration/configuration-fields.ts'
import type { LibrarySource } from '../../ports/entities.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

type Schedule = Pick<
  Configuration,
  | 'automatic_sync_enabled'
  | 'automatic_sync_start_hour'
  | 'automatic_sync_stop_hour'
  | 'automatic_sync_refresh_interval'
  | 'automatic_sync_setting_refresh_interval'
>

/** What the schedule makes of a library at a moment. */
export interface ScheduledLook {
  /** Whether a synchronization is to begin now. */
  readonly isDue: boolean
  /** When it is looked at again, in milliseconds since 1970. */
  readonly lookAt: number
}

/**
 * Whether a library is to be synchronized by itself now: within the hours of the configuration, which
 * are those of UTC, and an interval after it last began. Looked at again then, and at the latest when
 * a changed configuration is to be taken up.
 */
export const scheduledLook = (
  schedule: Schedule,
  { begunAt }: Pick<LibrarySource, 'begunAt'>,
  now: number,
): ScheduledLook => {
  const settingsAt = now + schedule.automatic_sync_setting_refresh_interval * 1_000
  if (!schedule.automatic_sync_enabled) return { isDue: false, lookAt: settingsAt }
  const intervalMs = schedule.automatic_sync_refresh_interval * minute
  const wantedAt = withinHours(
    schedule,
    begunAt === null ? now : Math.max(now, begunAt + intervalMs),
  )
  if (wantedAt > now) return { isDue: false, lookAt: Math.min(wantedAt, settingsAt) }
  return { isDue: true, lookAt: Math.min(withinHours(schedule, now + intervalMs), settingsAt) }
}

/** A moment, or where that is outside the hours the next one that is within. */
const withinHours = (
  { automatic_sync_start_hour: start, automatic_sync_stop_hour: stop }: Schedule,
  time: number,
): number => {
  if (start === stop) return time
  const length = ((stop - start + 24) % 24) * hour
  const midnight = Math.floor(time / day) * day
  const beganAt = midnight + start * hour - (time < midnight + start * hour ? day : 0)
  return time < beganAt + length ? time : beganAt + day
}
