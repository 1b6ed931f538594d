import { operations } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { shortened } from './call.ts'
import type { Call } from './call.ts'

const services = new Map<string, Map<string, AnyOperation>>()
for (const operation of operations) {
  const ofService = services.get(operation.service) ?? new Map<string, AnyOperation>()
  services.set(operation.service, ofService.set(operation.id, operation))
}

/** The operation that a call names; throws OPERATION_NOT_FOUND where the contract has none such. */
export const calledOperation = ({ service, operation: id }: Call): AnyOperation => {
  const ofService = services.get(service)
  if (!ofService) throw accessionError('vapi.method.input.invalid.interface', [shortened(service)])
  const operation = ofService.get(id)
  if (!operation) throw accessionError('vapi.method.input.invalid.method', [service, shortened(id)])
  return operation
}
