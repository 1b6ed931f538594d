"""What the steps call a library with: the SDK's own stubs, made as its samples make them."""

import os
import time
import uuid

import requests
from com.vmware.cis_client import Session
from com.vmware.content_client import Library, LocalLibrary, Type
from com.vmware.content.library_client import Item
from com.vmware.content.library.item_client import DownloadSession, File, Storage, UpdateSession
from com.vmware.content.library.item.downloadsession_client import File as DownloadFile
from com.vmware.content.library.item.updatesession_client import File as UpdateFile
from com.vmware.vapi.std import errors_client as errors
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.security.client.security_context_filter import LegacySecurityContextFilter
from vmware.vapi.security.session import create_session_security_context
from vmware.vapi.security.user_password import create_user_password_security_context
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory

UNKNOWN = str(uuid.uuid4())


class Server:
    """Where a library is, and who signs in."""

    def __init__(self, url, user, password):
        self.url = url.rstrip("/") + "/api"
        self.user = user
        self.password = password

    def stubs(self, security_context=None, http=None):
        """What stubs are made with; they share a session of HTTP, and so its connections."""
        filters = []
        if security_context is not None:
            filters = [LegacySecurityContextFilter(security_context=security_context)]
        connector = get_requests_connector(
            session=http or requests.Session(), url=self.url, provider_filter_chain=filters
        )
        return StubConfigurationFactory.new_std_configuration(connector)

    def by_password(self, password=None):
        context = create_user_password_security_context(self.user, password or self.password)
        return self.stubs(context)

    def by_token(self, token):
        return self.stubs(create_session_security_context(token))

    def sign_in(self):
        """A session by password, and stubs that use it: the way of the SDK's `VsphereClient`."""
        return Clients(self.by_token(Session(self.by_password()).create()))


class Clients:
    """A stub for each service."""

    def __init__(self, stubs):
        self.session = Session(stubs)
        self.type = Type(stubs)
        self.library = Library(stubs)
        self.local_library = LocalLibrary(stubs)
        self.item = Item(stubs)
        self.file = File(stubs)
        self.storage = Storage(stubs)
        self.update = UpdateSession(stubs)
        self.update_file = UpdateFile(stubs)
        self.download = DownloadSession(stubs)
        self.download_file = DownloadFile(stubs)


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
