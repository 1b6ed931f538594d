import { check, checkEqual, checkMatches } from '../check/check.ts'
import { makeCertificate, pemOf } from '../fixtures/certificates.ts'
import { digestOf } from '../fixtures/digests.ts'
import { makeLibrary, unknownId } from '../fixtures/libraries.ts'
import { trust } from '../fixtures/trust.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'

const trusted = async (context: CaseContext, certificate: string) => {
  const { certificates } = await context.call('trustedCertificates.list', {})
  return certificates.filter((one) => one.certificate === certificate)
}

/** Trusted certificates, and the policies that libraries name. */
export const trustCases = defineCases('trust', 'Trusted certificates and security policies', {
  'a certificate has the digest of its DER form for an id': async (context) => {
    const { pem, der } = makeCertificate()
    const certificate = await trust(context, pem)
    checkEqual('The id', certificate, digestOf(der, 'SHA256'))
    const info = await context.call('trustedCertificates.get', { certificate })
    checkEqual('The certificate', info.cert_text.trim(), pem.trim())
    checkMatches('The list', await trusted(context, certificate), [{ certificate }])
  },

  'one that is trusted already is answered by its id': async (context) => {
    const { pem } = makeCertificate()
    const ids = await Promise.all(
      [pem, pem.replaceAll('\n', '\r\n'), `\n${pem}`].map((text) => trust(context, text)),
    )
    checkEqual('How many ids there are', new Set(ids).size, 1)
    checkEqual('How many are listed', (await trusted(context, ids[0] ?? '')).length, 1)
  },

  'a deleted one is gone': async (context) => {
    const certificate = await trust(context, makeCertificate().pem)
    await context.call('trustedCertificates.delete', { certificate })
    await context.refused('NOT_FOUND', 'trustedCertificates.get', { certificate })
    await context.refused('NOT_FOUND', 'trustedCertificates.delete', { certificate })
    checkEqual('The list', await trusted(context, certificate), [])
    await context.refused('NOT_FOUND', 'trustedCertificates.get', { certificate: unknownId })
  },

  'what is no certificate is refused': async (context) => {
    const { pem, der } = makeCertificate()
    const texts = [
      '',
      'my certificate',
      pem + pem,
      `${pem}more`,
      pem.slice(0, -12),
      pem.replaceAll('CERTIFICATE', 'PRIVATE KEY'),
      pemOf(der.subarray(1)),
      pemOf(der.subarray(0, -1)),
      pem.padEnd(100_000),
    ]
    for (const cert_text of texts) {
      const given = { spec: { cert_text } }
      await context.refused('INVALID_ARGUMENT', 'trustedCertificates.create', given)
    }
  },

  'who may only read does not choose them': async (context) => {
    const as = secondUserOf(context)
    const { pem } = makeCertificate()
    const certificate = await trust(context, pem)
    await context.refused('UNAUTHORIZED', 'trustedCertificates.delete', { certificate }, as)
    const spec = { cert_text: makeCertificate().pem }
    await context.refused('UNAUTHORIZED', 'trustedCertificates.create', { spec }, as)
    const info = await context.call('trustedCertificates.get', { certificate }, as)
    checkEqual('The certificate', info.cert_text.trim(), pem.trim())
  },

  'there is a policy of strict verification of OVF, and a library may name it': async (context) => {
    const policies = await context.call('securityPolicies.list', {})
    const strict = policies.find((one) => one.item_type_rules['ovf'] === 'OVF_STRICT_VERIFICATION')
    check(strict !== undefined, 'No policy has OVF_STRICT_VERIFICATION')
    checkMatches('The policy', strict, { policy: /./, name: /./ })
    const again = await context.call('securityPolicies.list', {})
    checkEqual('The policies', again, policies)
    const security_policy_id = strict.policy
    const library_id = await makeLibrary(context, { security_policy_id })
    const model = () => context.call('library.get', { library_id })
    checkMatches('The library', await model(), { security_policy_id })
    const update = (update_spec: object) =>
      context.call('localLibrary.update', { library_id, update_spec })
    await update({ unset_security_policy_id: true, security_policy_id })
    checkMatches('The library', await model(), { security_policy_id: undefined })
    await update({ security_policy_id })
    checkMatches('The library', await model(), { security_policy_id })
  },

  'a library names no other policy': async (context) => {
    const library_id = await makeLibrary(context)
    const update_spec = { security_policy_id: unknownId }
    for (const name of ['library.update', 'localLibrary.update'] as const)
      await context.refused('INVALID_ARGUMENT', name, { library_id, update_spec })
    const model = await context.call('library.get', { library_id })
    checkMatches('The library', model, { security_policy_id: undefined, version: '1' })
  },
})
