import { probeSource } from '@accession/core'
import { probeResult, transferEndpoint } from '@accession/core/contract'
import type { TransferEndpoint } from '@accession/core/contract'
import { jsonAnswer } from '../answer/answer.ts'
import type { Answering } from '../answer/answering.ts'
import { readFields } from '../codec/read-value.ts'
import { writeValue } from '../codec/write-value.ts'
import { unknownAddress } from '../operation-route.ts'
import { readJsonBody } from '../request/read-json-body.ts'
import { queryOf } from '../routing/address-text.ts'
import { signIn } from '../sign-in/sign-in.ts'
import { restDialect } from './rest-dialect.ts'

/**
 * Probes an endpoint that a file is to be pulled from. No contract describes it, yet clients ask for
 * it in this one spelling: `?~action=probe`.
 */
export const probeRoute: Answering = {
  route: '/rest/com/vmware/content/library/item/updatesession/file',
  dialect: 'rest',
  writeError: (error) => restDialect.writeError(error),
  async respond(exchange) {
    const query = queryOf(exchange.context.req.raw.url)
    if (query?.size !== 1 || query.get('~action') !== 'probe') throw unknownAddress(exchange)
    const caller = await signIn(exchange)
    const { spelling } = restDialect
    const body = (await readJsonBody(exchange)) ?? {}
    const fields = { source_endpoint: transferEndpoint }
    const { source_endpoint: endpoint } = readFields(fields, body, '', spelling)
    const result = await probeSource(exchange.world, caller, endpoint as TransferEndpoint)
    return jsonAnswer(200, { value: writeValue(probeResult, result, spelling) })
  },
}
