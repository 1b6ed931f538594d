import type { SpellingName } from '../spellings/spelling.ts'
import type { CaseContext } from './case-context.ts'

/** The sections of the protocol's page that rules come from. */
export const ruleSections = [
  'Spellings',
  'The description for programs',
  'JSON-RPC',
  'Signing in',
  'Libraries and items',
  'Usages of a library',
  'Maintenance',
  'Trusted certificates and security policies',
  'Signed content',
  'Configuration',
  'Update sessions',
  'Item types',
  'Download sessions',
  'Publishing',
  'Publishing and subscribing',
  'Transfers',
  'OVA archives',
  'Pulling',
  'Tasks',
  'Moving a library',
  'Names and limits',
  'Health',
] as const

/** Where a rule is written: a section of docs/protocol.md. */
export type RuleSection = (typeof ruleSections)[number]

/** One rule of the protocol, and how a library is held against it. */
export interface ConformanceCase {
  /** The group, then the rule in a few words: `update sessions: delete refuses an ACTIVE one`. */
  readonly name: string
  readonly rule: RuleSection
  /** The spellings that have the rule; all where it is not given. */
  readonly spellings?: readonly SpellingName[]
  /** Throws where the library breaks the rule. */
  run(context: CaseContext): Promise<void>
}

type Run = ConformanceCase['run']

/** A case of few spellings. */
export interface CaseOf {
  readonly spellings: readonly SpellingName[]
  readonly run: Run
}

/** Makes the cases of a group, each by its rule in a few words. */
export const defineCases = (
  group: string,
  rule: RuleSection,
  cases: Readonly<Record<string, Run | CaseOf>>,
): readonly ConformanceCase[] =>
  Object.entries(cases).map(([text, one]) => {
    const name = `${group}: ${text}`
    return typeof one === 'function' ? { name, rule, run: one } : { name, rule, ...one }
  })
