"""Bytes there and back: uploads, files of items, download sessions."""

import os
import uuid

from com.vmware.content.library.item_client import DownloadSessionModel, TransferStatus
from com.vmware.content.library.item.downloadsession_client import File as DownloadFile
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import (
    add,
    checksum,
    contents_of,
    fill,
    make_item,
    not_taken,
    open_session,
    put,
    read,
    send,
    sha256,
)

State = DownloadSessionModel.State
Status = DownloadFile.PrepareStatus


def upload(world):
    admin = world.admin
    contents = {"disk.iso": os.urandom(300_000), "r\u00e4d me.txt": b"hello", "empty": b""}
    item_id = make_item(admin)
    session = open_session(admin, item_id)
    for name, content in contents.items():
        send(admin, session, name, content, checksum_info=sha256(content))
    for info in admin.update_file.list(session):
        same((info.status, info.size), (TransferStatus.READY, len(contents[info.name])))
        assert info.upload_endpoint.uri, info
    same(admin.file.list(item_id), [])
    admin.update.complete(session)
    admin.update.delete(session)
    same(contents_of(admin, item_id), contents)
    model = admin.item.get(item_id)
    same((model.content_version, model.version), ("2", "2"))
    same(model.size, sum(map(len, contents.values())))
    for name, content in contents.items():
        info = admin.file.get(item_id, name)
        same((info.name, info.size, info.version), (name, len(content), "2"))
        same(info.checksum_info.checksum, sha256(content).checksum)
        (stored,) = admin.storage.get(item_id, name)
        same((stored.name, stored.size), (name, len(content)))
        assert stored.storage_uris and all(uri.startswith("ds:") for uri in stored.storage_uris)
    same(len(admin.storage.list(item_id)), len(contents))
    for call in (admin.file.get, admin.storage.get):
        refused(errors.NotFound, call, item_id, "other.iso")
        refused(errors.NotFound, call, UNKNOWN, "disk.iso")
    for call in (admin.file.list, admin.storage.list):
        refused(errors.NotFound, call, UNKNOWN)


def checksums(world):
    """SHA1 where nothing is said, and each of the four in either case."""
    admin = world.admin
    session = open_session(admin, make_item(admin))
    digests = {
        "MD5": "5D41402ABC4B2A76B9719D911017C592",
        "SHA1": "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
        "SHA256": "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824",
    }
    for algorithm, digest in digests.items():
        send(admin, session, algorithm, b"hello", checksum_info=checksum(algorithm, digest))
        wrong = checksum(algorithm, digest)
        same(not_taken(send, admin, session, "wrong", b"hell", checksum_info=wrong), 400)
    uri = add(admin, session, "twice").upload_endpoint.uri
    put(admin, uri, b"hello")
    same(not_taken(put, admin, uri, b"again"), 400)
    admin.update.cancel(session)


def download(world):
    admin = world.admin
    contents = {"disk.iso": os.urandom(300_000), "r\u00e4d me.txt": b"hello"}
    item_id = make_item(admin)
    fill(admin, item_id, contents)
    downloads, files = admin.download, admin.download_file
    token = str(uuid.uuid4())
    session = begin(world, item_id, token)
    same(begin(world, item_id, token), session)
    refused(errors.InvalidArgument, begin, world, item_id, "no uuid")
    refused(errors.NotFound, begin, world, UNKNOWN)
    same(downloads.list(library_item_id=item_id), [session])
    refused(errors.NotFound, downloads.list, library_item_id=UNKNOWN)
    downloads.keep_alive(session, progress=10)
    model = downloads.get(session)
    same((model.state, model.library_item_id), (State.ACTIVE, item_id))
    same(model.library_item_content_version, "2")

    # The item changes meanwhile: what the session shows stays.
    fill(admin, item_id, {"disk.iso": b"changed"})
    uris = []
    for listed in files.list(session):
        same((listed.status, listed.download_endpoint), (Status.UNPREPARED, None))
        prepared = files.prepare(session, listed.name)
        info = files.get(session, listed.name)
        same((info.status, info.size), (Status.PREPARED, len(contents[listed.name])))
        same(info.download_endpoint.uri, prepared.download_endpoint.uri)
        uris.append(info.download_endpoint.uri)
        same(read(admin, uris[-1]), contents[listed.name])
    same(len(uris), len(contents))
    refused(errors.InvalidArgument, files.get, session, "other.iso")
    refused(errors.InvalidArgument, files.prepare, session, "other.iso")
    downloads.delete(session)
    refused(errors.NotFound, downloads.get, session)
    not_taken(read, admin, uris[0])


def downloads_ended(world):
    admin, downloads, files = world.admin, world.admin.download, world.admin.download_file
    item_id = make_item(admin)
    fill(admin, item_id, {"a": b"x"})
    ends = [(State.CANCELED, downloads.cancel, ()), (State.ERROR, downloads.fail, ("no room",))]
    for state, end, arguments in ends:
        session = begin(world, item_id)
        uri = files.prepare(session, "a").download_endpoint.uri
        same(read(admin, uri), b"x")
        end(session, *arguments)
        same(downloads.get(session).state, state)
        not_taken(read, admin, uri)
        for call, args in [
            (downloads.cancel, ()),
            (downloads.fail, ("why",)),
            (downloads.keep_alive, ()),
        ]:
            refused(errors.NotAllowedInCurrentState, call, session, *args)
        downloads.delete(session)
        for call, args in [
            (downloads.get, ()),
            (downloads.delete, ()),
            (downloads.cancel, ()),
            (downloads.fail, ("why",)),
            (downloads.keep_alive, ()),
            (files.list, ()),
            (files.get, ("a",)),
            (files.prepare, ("a",)),
        ]:
            refused(errors.NotFound, call, session, *args)
    # A viewer may download, by sessions of his own, which nobody but an administrator may touch.
    viewer = world.viewer
    own = viewer.download.create(DownloadSessionModel(library_item_id=item_id))
    same(read(viewer, viewer.download_file.prepare(own, "a").download_endpoint.uri), b"x")
    assert own not in downloads.list(), "the list shows the sessions of others"
    viewer.download.delete(own)


def begin(world, item_id, client_token=None):
    model = DownloadSessionModel(library_item_id=item_id)
    return world.admin.download.create(create_spec=model, client_token=client_token)
