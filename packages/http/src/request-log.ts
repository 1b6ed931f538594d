import type { Log } from '@accession/core/ports'

/** A log whose every line names the request it came from, and who did what from where. */
export const requestLog = (log: Log, requestId: string, address: string): Log => ({
  debug: (event, fields) => log.debug(event, { ...fields, request_id: requestId }),
  info: (event, fields) => log.info(event, { ...fields, request_id: requestId }),
  warn: (event, fields) => log.warn(event, { ...fields, request_id: requestId }),
  error: (event, cause, fields) => log.error(event, cause, { ...fields, request_id: requestId }),
  audit: (event, fields) => log.audit(event, { address, ...fields, request_id: requestId }),
})
