import type { SubscriptionPlacement as GivenPlacement } from '../contract/subscription-model.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'
import type { SubscriptionPlacement } from '../ports/entities.ts'

const names = ['cluster', 'folder', 'host', 'network', 'resource_pool'] as const

/** Where virtual machine templates were to go: ids of elsewhere, kept and given back. */
export const takePlacement = (given: GivenPlacement = {}): SubscriptionPlacement => {
  const set = names.filter((name) => given[name] !== undefined)
  for (const name of set) checkEchoedText(name, given[name])
  return Object.fromEntries(set.map((name) => [name, given[name]]))
}
