import {
  dateTime,
  double,
  enumeration,
  integer,
  list,
  map,
  optional,
  string,
  structure,
} from './types.ts'
import type { Infer, StructureType } from './types.ts'

/** How a moment in a message is to be shown. */
export const dateTimeFormat = enumeration(
  'com.vmware.vapi.std.localization_param.date_time_format',
  [
    'SHORT_DATE',
    'MED_DATE',
    'LONG_DATE',
    'FULL_DATE',
    'SHORT_TIME',
    'MED_TIME',
    'LONG_TIME',
    'FULL_TIME',
    'SHORT_DATE_TIME',
    'MED_DATE_TIME',
    'LONG_DATE_TIME',
    'FULL_DATE_TIME',
  ],
)
export type DateTimeFormat = Infer<typeof dateTimeFormat>

/** A named value in a message: exactly one of `s`, `i`, `d`, `dt` and `l`. */
export interface LocalizationParam {
  readonly s?: string | undefined
  readonly i?: number | undefined
  readonly d?: number | undefined
  /** Digits after the point of `d`. */
  readonly precision?: number | undefined
  readonly dt?: string | undefined
  readonly format?: DateTimeFormat | undefined
  readonly l?: NestedLocalizableMessage | undefined
}

/** A message inside a message; without its text. */
export interface NestedLocalizableMessage {
  readonly id: string
  readonly params?: { readonly [name: string]: LocalizationParam } | undefined
}

/** A message inside a message. */
export const nestedLocalizableMessage: StructureType<NestedLocalizableMessage> = structure(
  'com.vmware.vapi.std.nested_localizable_message',
  {
    id: string,
    get params() {
      return optional(map(string, localizationParam))
    },
  },
)

/** A named value in a message. */
export const localizationParam: StructureType<LocalizationParam> = structure(
  'com.vmware.vapi.std.localization_param',
  {
    s: optional(string),
    i: optional(integer),
    d: optional(double),
    precision: optional(integer),
    dt: optional(dateTime),
    format: optional(dateTimeFormat),
    l: optional(nestedLocalizableMessage),
  },
)

/** A text for people, with a stable dotted id and the arguments it was filled with. */
export const localizableMessage = structure('com.vmware.vapi.std.localizable_message', {
  id: string,
  default_message: string,
  args: list(string),
  params: optional(map(string, localizationParam)),
  localized: optional(string),
})
export type LocalizableMessage = Infer<typeof localizableMessage>
