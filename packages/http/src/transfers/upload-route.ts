import { receiveUpload } from '@accession/core'
import type { Answering } from '../answer/answering.ts'
import { capabilityOf } from './capability-of.ts'
import { uploadError, withUploadBody } from './upload-body.ts'

/** Where files are sent to, by PUT or POST; the address alone is the right to. 200, no body. */
export const uploadRoute: Answering = {
  route: '/transfers/upload/{session}/{file}/{mac}/{name}',
  asked: 'upload',
  dialect: 'none',
  writeError: uploadError,
  async respond(exchange) {
    const capability = capabilityOf('upload', exchange.context.req.raw.url)
    await withUploadBody(exchange, capability.name, (upload) =>
      receiveUpload(exchange.world, capability, upload),
    )
    return { status: 200 }
  },
}
