"""Libraries, items and bytes, made and read as the vendor's samples do it."""

import hashlib
import urllib.error
import urllib.request
import uuid

from com.vmware.content_client import LibraryModel
from com.vmware.content.library_client import ItemModel, StorageBacking
from com.vmware.content.library.item_client import File, UpdateSessionModel
from com.vmware.content.library.item.updatesession_client import File as UpdateFile

PUSH = UpdateFile.SourceType.PUSH
NONE = UpdateFile.SourceType.NONE


def library_spec(**fields):
    backing = StorageBacking(type=StorageBacking.Type.DATASTORE, datastore_id="datastore-1")
    name = f"python {uuid.uuid4()}"
    return LibraryModel(**{"name": name, "storage_backings": [backing], **fields})


def make_library(clients, **fields):
    return clients.local_library.create(create_spec=library_spec(**fields))


def make_item(clients, library_id=None, **fields):
    """An item, in a library of its own where none is named."""
    library_id = library_id or make_library(clients)
    spec = ItemModel(**{"library_id": library_id, "name": "disk", "type": "iso", **fields})
    return clients.item.create(create_spec=spec)


def open_session(clients, item_id, client_token=None):
    model = UpdateSessionModel(library_item_id=item_id)
    return clients.update.create(create_spec=model, client_token=client_token)


def add(clients, session, name, source_type=PUSH, **spec):
    return clients.update_file.add(
        session, UpdateFile.AddSpec(name=name, source_type=source_type, **spec)
    )


def put(clients, uri, content):
    """Sends bytes by POST, with nothing but the URL."""
    request = urllib.request.Request(uri, content)
    request.add_header("Cache-Control", "no-cache")
    request.add_header("Content-Length", str(len(content)))
    request.add_header("Content-Type", "text/ovf")
    with urllib.request.urlopen(request, context=clients.tls) as answer:
        assert answer.status == 200, answer.status


def send(clients, session, name, content, **spec):
    """Adds a file and sends its bytes."""
    info = add(clients, session, name, size=len(content), **spec)
    put(clients, info.upload_endpoint.uri, content)


def not_taken(send_or_read, *args, **named):
    """A transfer that is refused; answers the status."""
    try:
        send_or_read(*args, **named)
    except urllib.error.HTTPError as error:
        assert 400 <= error.code < 500, error
        return error.code
    raise AssertionError(f"a transfer was taken: {args[-1]!r}")


def read(clients, uri):
    with urllib.request.urlopen(uri, context=clients.tls) as answer:
        return answer.read()


def sha256(content):
    return checksum("SHA256", hashlib.sha256(content).hexdigest())


def checksum(algorithm, digest):
    kind = getattr(File.ChecksumAlgorithm, algorithm)
    return File.ChecksumInfo(algorithm=kind, checksum=digest)


def fill(clients, item_id, contents):
    """A whole session: `complete` and `delete` come back to back, as in the samples."""
    session = open_session(clients, item_id)
    for name, content in contents.items():
        send(clients, session, name, content, checksum_info=sha256(content))
    clients.update.complete(session)
    clients.update.delete(session)


def contents_of(clients, item_id):
    """What the files of an item hold, by name."""
    files = clients.file.list(item_id)
    return {info.name: read(clients, info.file_download_endpoint) for info in files}
