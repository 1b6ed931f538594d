/** Why a deployment is not complete. */
export interface Unprepared {
  readonly type: string
  readonly text: string
  /** @default an id for what a variable has wrong */
  readonly id?: string
}

/** What every request hears while the deployment is not complete. */
export const unpreparedAnswer = ({ type, text, id = 'accession.edge.settings' }: Unprepared) =>
  Response.json(
    { error_type: type, messages: [{ id, default_message: text, args: [] }] },
    { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '5' } },
  )
