/** A setting that cannot be used; its message is one line that names it, and never holds its value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}
