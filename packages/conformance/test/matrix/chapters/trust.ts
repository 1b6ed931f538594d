import { makeCertificate } from '../../../src/fixtures/certificates.ts'
import { makeLibrary, unknownId } from '../../../src/fixtures/libraries.ts'
import type { Chapter } from '../chapter.ts'

/** The same in all runs: its id is made of it. */
const { pem: cert_text } = makeCertificate()

/** Trusted certificates, and the policies that libraries name. */
export const trust: Chapter = async (context, { viewer }) => {
  const given = { spec: { cert_text } }
  await context.refused('UNAUTHORIZED', 'trustedCertificates.create', given, viewer)
  await context.refused('INVALID_ARGUMENT', 'trustedCertificates.create', {
    spec: { cert_text: 'my certificate' },
  })
  const certificate = await context.call('trustedCertificates.create', given)
  await context.call('trustedCertificates.create', given)
  await context.call('trustedCertificates.list', {}, viewer)
  await context.call('trustedCertificates.get', { certificate }, viewer)
  await context.refused('UNAUTHORIZED', 'trustedCertificates.delete', { certificate }, viewer)
  await context.call('trustedCertificates.delete', { certificate })
  for (const name of ['trustedCertificates.get', 'trustedCertificates.delete'] as const)
    await context.refused('NOT_FOUND', name, { certificate })
  await context.call('trustedCertificates.list', {})

  const [policy] = await context.call('securityPolicies.list', {}, viewer)
  for (const name of ['securityPolicies.list', 'trustedCertificates.list'] as const)
    await context.refused('UNAUTHENTICATED', name, {}, { kind: 'none' })
  const security_policy_id = policy?.policy ?? ''
  const library_id = await makeLibrary(context, { security_policy_id })
  await context.call('library.get', { library_id })
  const update_spec = { unset_security_policy_id: true }
  await context.call('localLibrary.update', { library_id, update_spec })
  await context.call('library.get', { library_id })
  await context.refused('INVALID_ARGUMENT', 'library.update', {
    library_id,
    update_spec: { security_policy_id: unknownId },
  })
}
