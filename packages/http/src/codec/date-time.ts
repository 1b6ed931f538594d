import { accessionError } from '@accession/core/errors'

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/

/** A moment in its one spelling, `YYYY-MM-DDThh:mm:ss.sssZ`; without a zone it is refused. */
export const readDateTime = (text: string, path: string): string => {
  const [, moment, fraction = '', zone] = form.exec(text) ?? []
  const utc = moment === undefined ? Number.NaN : Date.parse(`${moment}Z`)
  // A 30th of February is a number to Date.parse: it must read back as it was written.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 19) !== moment)
    throw accessionError('accession.argument.date_time_malformed', [path])
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0')
  const time = Date.parse(`${moment}.${milliseconds}${zone}`)
  if (Number.isNaN(time)) throw accessionError('accession.argument.date_time_malformed', [path])
  return new Date(time).toISOString()
}
