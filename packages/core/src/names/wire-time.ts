/** A moment as the wire spells it: `2026-01-31T09:30:00.000Z`. */
export const wireTime = (ms: number): string => new Date(ms).toISOString()
