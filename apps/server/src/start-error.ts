/** Why a server cannot start: one line for whoever started it, with what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
