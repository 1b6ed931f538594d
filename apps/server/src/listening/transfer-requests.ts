import type { IncomingMessage } from 'node:http'

/** Whether a request carries or asks for a file's bytes: its limits are core's. */
export const isTransfer = ({ url = '' }: IncomingMessage): boolean => url.startsWith('/transfers/')
