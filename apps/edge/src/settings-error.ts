/** A variable that cannot be: one line for whoever deployed the Worker. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}
