"""Drives a content library with the official SDK, as the SDK's own samples do.

Reads its server and user from the environment, prints a line for each step, and ends with a
traceback at the first step that the SDK or the library takes otherwise.
"""

import hashlib
import os
import ssl
import time
import urllib.error
import urllib.request
import uuid

import requests
from com.vmware.cis_client import Session
from com.vmware.content_client import Library, LibraryModel, LocalLibrary, Type
from com.vmware.content.library_client import Item, ItemModel, StorageBacking
from com.vmware.content.library.item_client import (
    DownloadSession,
    DownloadSessionModel,
    File,
    Storage,
    TransferStatus,
    UpdateSession,
    UpdateSessionModel,
)
from com.vmware.content.library.item.downloadsession_client import File as DownloadFile
from com.vmware.content.library.item.updatesession_client import File as UpdateFile
from com.vmware.content.library.item.updatesession_client import WarningBehavior, WarningType
from com.vmware.vapi.std import errors_client as errors
from vmware.vapi.core import ApplicationContext, ExecutionContext
from vmware.vapi.data.value import StringValue, StructValue
from vmware.vapi.lib.connect import get_requests_connector
from vmware.vapi.security.client.security_context_filter import LegacySecurityContextFilter
from vmware.vapi.security.session import create_session_security_context
from vmware.vapi.security.user_password import create_user_password_security_context
from vmware.vapi.stdlib.client.factories import StubConfigurationFactory

URL = os.environ["ACCESSION_URL"].rstrip("/") + "/api"
USER = os.environ["ACCESSION_USER"]
PASSWORD = os.environ["ACCESSION_PASSWORD"]
VIEWER = os.environ["ACCESSION_SECOND_USER"]
VIEWER_PASSWORD = os.environ["ACCESSION_SECOND_PASSWORD"]
UNKNOWN = str(uuid.uuid4())


def step(name):
    print(name, flush=True)


def configuration(security_context):
    """What the SDK's stubs are made with; each has connections and an HTTP session of its own."""
    filters = [LegacySecurityContextFilter(security_context=security_context)]
    connector = get_requests_connector(
        session=requests.Session(), url=URL, provider_filter_chain=filters
    )
    return StubConfigurationFactory.new_std_configuration(connector)


def signed_in(user, password):
    """A session by password, and the configuration that uses it: the way of `VsphereClient`."""
    token = Session(configuration(create_user_password_security_context(user, password))).create()
    return configuration(create_session_security_context(token))


class Services:
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


def refused(error_type, call, *args, **named):
    """Calls, and answers the error; the SDK must raise it as its own class of that type."""
    try:
        answer = call(*args, **named)
    except errors.Error as error:
        assert type(error) is error_type, f"{error_type.__name__} expected, got {error!r}"
        assert error.messages and error.messages[0].id, "an error must have a message"
        return error
    raise AssertionError(f"{error_type.__name__} expected, got {answer!r}")


def open_session(services, item_id):
    model = UpdateSessionModel(library_item_id=item_id)
    return services.update.create(create_spec=model, client_token=str(uuid.uuid4()))


def send(services, session, name, content, **spec):
    """Adds a file and sends its bytes by POST with nothing but the URL, as the samples do."""
    add = UpdateFile.AddSpec(
        name=name, source_type=UpdateFile.SourceType.PUSH, size=len(content), **spec
    )
    uri = services.update_file.add(session, add).upload_endpoint.uri
    request = urllib.request.Request(uri, content)
    request.add_header("Cache-Control", "no-cache")
    request.add_header("Content-Length", str(len(content)))
    request.add_header("Content-Type", "text/ovf")
    with urllib.request.urlopen(request, context=ssl.create_default_context()
                                if uri.startswith("https:") else None) as answer:
        assert answer.status == 200, answer.status


def state_of(services, session):
    return services.update.get(session).state


def sessions(services):
    refused(
        errors.Unauthenticated,
        Session(configuration(create_user_password_security_context(USER, PASSWORD + "x"))).create,
    )
    assert services.session.get().user == USER
    refused(
        errors.Unauthenticated,
        Library(configuration(create_session_security_context("no such session"))).list,
    )
    # The Basic of an HTTP session is of no use: credentials travel in the call.
    http = requests.Session()
    http.auth = (USER, PASSWORD)
    bare = StubConfigurationFactory.new_std_configuration(
        get_requests_connector(session=http, url=URL)
    )
    refused(errors.Unauthenticated, Library(bare).list)
    step("sessions")


def library(services):
    name = f"python {uuid.uuid4()}"
    backing = StorageBacking(type=StorageBacking.Type.DATASTORE, datastore_id="datastore-1")
    spec = LibraryModel(
        name=name,
        description="made by the SDK",
        type=LibraryModel.LibraryType.LOCAL,
        storage_backings=[backing],
    )
    token = str(uuid.uuid4())
    library_id = services.local_library.create(create_spec=spec, client_token=token)
    assert services.local_library.create(create_spec=spec, client_token=token) == library_id
    assert library_id in services.library.list()
    assert library_id in services.local_library.list()
    assert services.library.find(Library.FindSpec(name=name)) == [library_id]
    model = services.local_library.get(library_id)
    assert (model.name, model.type) == (name, LibraryModel.LibraryType.LOCAL), model
    assert model.creation_time.tzinfo is None and model.storage_backings == [backing], model
    services.local_library.update(library_id, LibraryModel(description="changed"))
    assert services.library.get(library_id).description == "changed"
    refused(errors.NotFound, services.library.get, UNKNOWN)
    refused(errors.InvalidArgument, services.library.find, Library.FindSpec())
    refused(errors.InvalidArgument, services.local_library.create, LibraryModel(name=name))
    assert all(info.type for info in services.type.list())
    step("library")
    return library_id


def item(services, library_id):
    spec = ItemModel(library_id=library_id, name="disk", type="iso")
    item_id = services.item.create(create_spec=spec, client_token=str(uuid.uuid4()))
    refused(errors.AlreadyExists, services.item.create, create_spec=spec)
    assert services.item.list(library_id) == [item_id]
    assert services.item.find(Item.FindSpec(name="DISK", library_id=library_id)) == [item_id]
    services.item.update(item_id, ItemModel(name="disk 1"))
    model = services.item.get(item_id)
    assert (model.name, model.content_version, model.size) == ("disk 1", "1", 0), model
    refused(errors.NotFound, services.item.get, UNKNOWN)
    step("item")
    return item_id


def refusals(services, viewer, item_id):
    """Every state of an update session, and everything it refuses."""
    update, files = services.update, services.update_file
    refused(errors.NotFound, open_session, services, UNKNOWN)
    refused(
        errors.InvalidArgument,
        update.create,
        create_spec=UpdateSessionModel(library_item_id=item_id),
        client_token="no uuid",
    )
    refused(errors.Unauthorized, open_session, viewer, item_id)
    session = open_session(services, item_id)
    busy = refused(errors.ResourceBusy, open_session, services, item_id)
    assert session in busy.messages[0].args, busy
    refused(errors.Unauthorized, viewer.update.delete, session)
    model = update.get(session)
    assert model.state == UpdateSessionModel.State.ACTIVE and model.client_progress == 0, model
    assert update.list(library_item_id=item_id) == [session] and session in update.list()
    update.keep_alive(session, client_progress=40)
    assert update.get(session).client_progress == 40
    behavior = WarningBehavior(type=WarningType.SELF_SIGNED_CERTIFICATE, ignored=True)
    update.update(session, UpdateSessionModel(warning_behavior=[behavior]))
    assert update.get(session).warning_behavior == [behavior]

    refused(errors.NotAllowedInCurrentState, update.delete, session)
    missing = UpdateFile.AddSpec(name="missing.iso", source_type=UpdateFile.SourceType.PUSH)
    info = files.add(session, missing)
    assert info.upload_endpoint.uri and info.bytes_transferred == 0, info
    waiting = refused(errors.NotAllowedInCurrentState, update.complete, session)
    assert "missing.iso" in waiting.messages[0].default_message, waiting
    refused(errors.NotAllowedInCurrentState, files.validate, session)
    refused(errors.InvalidArgument, files.get, session, "other.iso")
    refused(errors.InvalidArgument, files.remove, session, "other.iso")
    refused(
        errors.InvalidArgument,
        files.add,
        session,
        UpdateFile.AddSpec(name="../passwd", source_type=UpdateFile.SourceType.PUSH),
    )
    wrong = File.ChecksumInfo(algorithm=File.ChecksumAlgorithm.SHA256, checksum="0" * 64)
    try:
        send(services, session, "wrong.iso", b"bytes", checksum_info=wrong)
        raise AssertionError("a wrong checksum was taken")
    except urllib.error.HTTPError as error:
        assert error.code == 400, error
    info = files.get(session, "wrong.iso")
    assert info.status == TransferStatus.ERROR and info.error_message.default_message, info
    files.remove(session, "wrong.iso")
    files.remove(session, "missing.iso")
    validation = files.validate(session)
    assert not validation.has_errors and validation.missing_files == set(), validation
    update.cancel(session)
    assert state_of(services, session) == UpdateSessionModel.State.CANCELED
    for call, args in [
        (update.complete, ()),
        (update.cancel, ()),
        (update.fail, ("why",)),
        (update.keep_alive, ()),
        (update.update, (UpdateSessionModel(warning_behavior=[behavior]),)),
        (files.add, (missing,)),
        (files.validate, ()),
        (files.remove, ("missing.iso",)),
    ]:
        refused(errors.NotAllowedInCurrentState, call, session, *args)
    update.delete(session)
    for call, args in [
        (update.get, ()),
        (update.delete, ()),
        (update.complete, ()),
        (update.cancel, ()),
        (update.fail, ("why",)),
        (update.keep_alive, ()),
        (files.list, ()),
        (files.validate, ()),
    ]:
        refused(errors.NotFound, call, session, *args)
    failed = open_session(services, item_id)
    update.fail(failed, "the disk was full")
    model = update.get(failed)
    assert model.state == UpdateSessionModel.State.ERROR, model
    assert "the disk was full" in model.error_message.default_message, model
    again = refused(errors.NotAllowedInCurrentState, update.complete, failed)
    assert any("the disk was full" in arg for arg in again.messages[0].args), again
    update.delete(failed)
    step("refusals")


def upload(services, item_id, contents):
    session = open_session(services, item_id)
    for name, content in contents.items():
        checksum = hashlib.sha256(content).hexdigest()
        info = File.ChecksumInfo(algorithm=File.ChecksumAlgorithm.SHA256, checksum=checksum)
        send(services, session, name, content, checksum_info=info)
    for info in services.update_file.list(session):
        assert info.status == TransferStatus.READY and info.upload_endpoint.uri, info
    # Back to back, as the samples do it.
    services.update.complete(session)
    services.update.delete(session)
    files = {info.name: info for info in services.file.list(item_id)}
    assert {name: info.size for name, info in files.items()} == {
        name: len(content) for name, content in contents.items()
    }, files
    model = services.item.get(item_id)
    assert (model.content_version, model.size) == ("2", sum(map(len, contents.values()))), model
    for name in contents:
        assert services.file.get(item_id, name).version == "2"
        assert services.storage.get(item_id, name)[0].storage_uris
    assert len(services.storage.list(item_id)) == len(contents)
    refused(errors.NotFound, services.file.get, item_id, "other.iso")
    step("upload")


def download(services, item_id, contents):
    model = DownloadSessionModel(library_item_id=item_id)
    session = services.download.create(create_spec=model, client_token=str(uuid.uuid4()))
    assert session in services.download.list(library_item_id=item_id)
    services.download.keep_alive(session, progress=10)
    uris = []
    for listed in services.download_file.list(session):
        services.download_file.prepare(session, listed.name)
        info = services.download_file.get(session, listed.name)
        for _ in range(100):
            if info.status == DownloadFile.PrepareStatus.PREPARED:
                break
            time.sleep(0.1)
            info = services.download_file.get(session, listed.name)
        assert info.status == DownloadFile.PrepareStatus.PREPARED, info
        uris.append(info.download_endpoint.uri)
        with urllib.request.urlopen(uris[-1]) as answer:
            assert answer.read() == contents[listed.name], f"{listed.name} differs"
    assert len(uris) == len(contents)
    refused(errors.InvalidArgument, services.download_file.get, session, "other.iso")
    services.download.delete(session)
    refused(errors.NotFound, services.download.get, session)
    try:
        urllib.request.urlopen(uris[0])
        raise AssertionError("an endpoint outlives its session")
    except urllib.error.HTTPError as error:
        assert 400 <= error.code < 500, error
    step("download")


def replace(services, item_id, contents):
    """A new session that lists and removes the item's files, and brings another."""
    session = open_session(services, item_id)
    listed = services.update_file.list(session)
    assert {info.name for info in listed} == set(contents), listed
    for info in listed:
        assert info.source_type == UpdateFile.SourceType.NONE, info
        services.update_file.remove(session, info.name)
    send(services, session, "new.iso", b"new")
    services.update.complete(session)
    services.update.delete(session)
    assert [info.name for info in services.file.list(item_id)] == ["new.iso"]
    assert services.item.get(item_id).content_version == "3"
    step("replace")


def copy(services, library_id, item_id):
    spec = ItemModel(library_id=library_id, name="copy", type="iso")
    copied = services.item.copy(item_id, spec, client_token=str(uuid.uuid4()))
    assert [info.name for info in services.file.list(copied)] == ["new.iso"]
    assert set(services.item.list(library_id)) == {item_id, copied}
    services.item.delete(copied)
    refused(errors.NotFound, services.item.get, copied)
    step("copy")


def strangers():
    """What no stub would send: services, operations and fields that are not there."""
    context = create_user_password_security_context(USER, PASSWORD)
    provider = get_requests_connector(session=requests.Session(), url=URL).get_api_provider()

    def invoke(service, operation, **fields):
        values = StructValue("operation-input")
        for name, value in fields.items():
            values.set_field(name, StringValue(value))
        ctx = ExecutionContext(ApplicationContext({"opId": "strangers"}), context)
        return provider.invoke(service, operation, values, ctx).error.name

    std = "com.vmware.vapi.std.errors."
    library_service = "com.vmware.content.library"
    assert invoke("com.vmware.nothing", "get") == std + "operation_not_found"
    assert invoke(library_service, "fly") == std + "operation_not_found"
    assert invoke(library_service, "list", other="a") == std + "unexpected_input"
    assert invoke(library_service, "get") == std + "invalid_argument"
    step("strangers")


def end(services, library_id, item_id):
    services.item.delete(item_id)
    refused(errors.NotFound, services.item.delete, item_id)
    services.local_library.delete(library_id)
    refused(errors.NotFound, services.local_library.delete, library_id)
    services.session.delete()
    refused(errors.Unauthenticated, services.library.list)
    step("end")


def main():
    services = Services(signed_in(USER, PASSWORD))
    viewer = Services(signed_in(VIEWER, VIEWER_PASSWORD))
    sessions(services)
    library_id = library(services)
    item_id = item(services, library_id)
    refusals(services, viewer, item_id)
    contents = {"disk.iso": os.urandom(300_000), "r\u00e4d me.txt": b"hello"}
    upload(services, item_id, contents)
    download(services, item_id, contents)
    replace(services, item_id, contents)
    copy(services, library_id, item_id)
    strangers()
    viewer.session.delete()
    end(services, library_id, item_id)


if __name__ == "__main__":
    main()
