/** What differs between the two spellings of a value in plain JSON. */
export interface Spelling {
  /** A map is an object, or a list of `{"key": …, "value": …}`. */
  readonly maps: 'object' | 'entries'
}
