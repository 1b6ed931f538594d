import { roleNames } from './roles-page.ts'
import type { Holding, NamedSlots } from './may-call.ts'

/**
 * Who calls: nobody with a role, then each role on everything, on a library that the call does not
 * name, on all that it names, and on each of several alone.
 */
export const holdingsFor = (slots: NamedSlots): readonly (Holding | undefined)[] => {
  const named = slots.length === 0 ? [] : [new Set(slots)]
  const alone = slots.length < 2 ? [] : slots.map((slot) => new Set([slot]))
  const places = ['system', 'elsewhere', ...named, ...alone] as const
  return [undefined, ...roleNames.flatMap((role) => places.map((on) => ({ role, on })))]
}

/** A holding in words. */
export const tellHolding = (holding: Holding | undefined): string => {
  if (!holding) return 'no role'
  const { role, on } = holding
  if (on === 'system') return `${role} of everything`
  if (on === 'elsewhere') return `${role} of another library`
  return `${role} of the library of ${[...on].join(' and ')}`
}
