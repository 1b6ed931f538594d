"""What the steps call a library with: the SDK's own client, made as its samples make it."""

import atexit
import os
import ssl
import tempfile
import time
import uuid
from urllib.parse import urlsplit

import requests
from com.vmware.cis_client import Tasks
from com.vmware.vapi.std import errors_client as errors
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.security.client.security_context_filter import LegacySecurityContextFilter
from vmware.vapi.security.session import create_session_security_context
from vmware.vapi.security.user_password import create_user_password_security_context
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory
from vmware.vapi.vsphere.client import create_vsphere_client

UNKNOWN = str(uuid.uuid4())


class Server:
    """Where a library is, and who signs in. Its certificate is taken as it is met at first."""

    def __init__(self, url, user, password):
        self.address = urlsplit(url).netloc
        self.user = user
        self.password = password
        host, port = urlsplit(url).hostname, urlsplit(url).port
        with tempfile.NamedTemporaryFile("w", suffix=".pem", delete=False) as file:
            file.write(ssl.get_server_certificate((host, port)))
        atexit.register(os.unlink, file.name)
        self.certificate = file.name
        self.tls = ssl.create_default_context(cafile=file.name)

    def http(self):
        session = requests.Session()
        # Else a bundle of the environment would win over the certificate.
        session.trust_env = False
        session.verify = self.certificate
        return session

    def sign_in(self):
        client = create_vsphere_client(
            server=self.address,
            username=self.user,
            password=self.password,
            session=self.http(),
        )
        return Clients(self, client)

    def connector(self, security_context=None, http=None):
        filters = []
        if security_context is not None:
            filters = [LegacySecurityContextFilter(security_context=security_context)]
        url = f"https://{self.address}/api"
        return get_requests_connector(
            session=http or self.http(), url=url, provider_filter_chain=filters
        )

    def stubs(self, security_context=None, http=None):
        """What stubs are made with where the client of the SDK would not do."""
        connector = self.connector(security_context, http)
        return StubConfigurationFactory.new_std_configuration(connector)

    def by_password(self, password=None):
        context = create_user_password_security_context(self.user, password or self.password)
        return self.stubs(context)

    def by_token(self, token):
        return self.stubs(create_session_security_context(token))


class Clients:
    """The services that steps call, each a stub of the SDK's client, and where bytes go."""

    def __init__(self, server, client):
        content, library, item = (
            client.content,
            client.content.library,
            client.content.library.item,
        )
        self.tls = server.tls
        self.client = client
        self.session = client.session_svc
        # The client of the SDK has no stub for them.
        self.tasks = Tasks(server.by_token(client.get_session_id()))
        self.type = content.Type
        self.library = content.Library
        self.local_library = content.LocalLibrary
        self.item = library.Item
        self.file = item.File
        self.storage = item.Storage
        self.update = item.UpdateSession
        self.update_file = item.updatesession.File
        self.download = item.DownloadSession
        self.download_file = item.downloadsession.File
        self.usages = library.Usages
        self.changes = item.Changes
        self.configuration = content.Configuration
        self.trusted_certificates = content.TrustedCertificates
        self.security_policies = content.SecurityPolicies
        self.subscribed_library = content.SubscribedLibrary
        self.subscribed_item = library.SubscribedItem
        self.subscriptions = library.Subscriptions


class World:
    """The servers of a run, and who is signed in there."""

    def __init__(self):
        environment = os.environ
        user, password = environment["ACCESSION_USER"], environment["ACCESSION_PASSWORD"]
        self.server = Server(environment["ACCESSION_URL"], user, password)
        self.admin = self.server.sign_in()
        viewer = environment["ACCESSION_SECOND_USER"], environment["ACCESSION_SECOND_PASSWORD"]
        self.viewer = Server(environment["ACCESSION_URL"], *viewer).sign_in()
        # Where update sessions live for a second.
        self.hasty = Server(environment["ACCESSION_HASTY_URL"], user, password).sign_in()


def refused(error_type, call, *args, **named):
    """Calls, and answers the error; the SDK must raise it as its own class of that type."""
    try:
        answer = call(*args, **named)
    except errors.Error as error:
        assert type(error) is error_type, f"{error_type.__name__} expected, got {error!r}"
        assert error.messages and error.messages[0].id, "an error must have a message"
        name = error_type.__name__
        spelled = "".join(f"_{c}" if c.isupper() else c for c in name).lstrip("_").upper()
        assert error.error_type == spelled, f"{spelled} expected, got {error.error_type}"
        return error
    raise AssertionError(f"{error_type.__name__} expected, got {answer!r}")


def told(error):
    """All that an error says: its texts, and what fills them."""
    return " ".join(" ".join([m.default_message, *m.args]) for m in error.messages)


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def until(is_so, within_s=15):
    """Looks again and again until something is so."""
    ends_at = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < ends_at, f"not so within {within_s} s"
        time.sleep(0.05)
