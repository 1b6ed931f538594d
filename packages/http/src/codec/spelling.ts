/** What differs between the two spellings of a value in plain JSON. */
export interface Spelling {
  /** An error that is a value is flat, its type in `error_type`, or what stands under its name. */
  readonly errors: 'flat' | 'named'
  /** A map is an object, or a list of `{"key": …, "value": …}`. */
  readonly maps: 'object' | 'entries'
}
