import type { Incoming } from './http-server.ts'

/** Whether a request carries or asks for a file's bytes: its limits are core's. */
export const isTransfer = ({ url = '' }: Pick<Incoming, 'url'>): boolean =>
  url.startsWith('/transfers/')
