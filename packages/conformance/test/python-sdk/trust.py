"""Trusted certificates, and the policies that libraries name."""

import hashlib
import ssl

from com.vmware.content_client import LibraryModel, SecurityRuleType, TrustedCertificates
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import make_library


def certificates(world):
    trusted, of_viewer = world.admin.trusted_certificates, world.viewer.trusted_certificates
    # Any will do: that of the server is at hand.
    with open(world.server.certificate, encoding="ascii") as file:
        text = file.read()
    spec = TrustedCertificates.CreateSpec(cert_text=text)
    refused(errors.Unauthorized, of_viewer.create, spec)
    for wrong in ("", "my certificate", text + text):
        wrong_spec = TrustedCertificates.CreateSpec(cert_text=wrong)
        refused(errors.InvalidArgument, trusted.create, wrong_spec)
    certificate = trusted.create(spec)
    same(certificate, hashlib.sha256(ssl.PEM_cert_to_DER_cert(text)).hexdigest())
    same(trusted.create(spec), certificate)
    same(trusted.get(certificate).cert_text.strip(), text.strip())
    same([one.certificate for one in of_viewer.list().certificates], [certificate])
    refused(errors.Unauthorized, of_viewer.delete, certificate)
    trusted.delete(certificate)
    refused(errors.NotFound, trusted.get, certificate)
    refused(errors.NotFound, trusted.delete, certificate)
    same(trusted.list().certificates, [])


def policies(world):
    (policy,) = world.viewer.security_policies.list()
    same(policy.name, "OVF default policy")
    same(policy.item_type_rules, {"ovf": SecurityRuleType.OVF_STRICT_VERIFICATION})
    library = world.admin.library
    library_id = make_library(world.admin, security_policy_id=policy.policy)
    same(library.get(library_id).security_policy_id, policy.policy)
    library.update(library_id, LibraryModel(unset_security_policy_id=True))
    same(library.get(library_id).security_policy_id, None)
    unknown = LibraryModel(security_policy_id=UNKNOWN)
    refused(errors.InvalidArgument, library.update, library_id, unknown)
