"""Every state of an update session, and everything it refuses."""

import uuid

from com.vmware.content.library.item_client import TransferStatus, UpdateSessionModel
from com.vmware.content.library.item.updatesession_client import File as UpdateFile
from com.vmware.content.library.item.updatesession_client import WarningBehavior, WarningType
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same, told, until
from content import (
    NONE,
    PUSH,
    add,
    checksum,
    contents_of,
    fill,
    make_item,
    make_library,
    not_taken,
    open_session,
    put,
    send,
    sha256,
)

State = UpdateSessionModel.State
BEHAVIOR = WarningBehavior(type=WarningType.SELF_SIGNED_CERTIFICATE, ignored=True)


def creating(world):
    admin, update = world.admin, world.admin.update
    library_id = make_library(admin)
    item_id, other = make_item(admin, library_id), make_item(admin, library_id, name="other")
    fill(admin, item_id, {"a": b"x"})
    refused(errors.NotFound, open_session, admin, UNKNOWN)
    refused(errors.InvalidArgument, update.create, UpdateSessionModel())
    refused(errors.InvalidArgument, open_session, admin, item_id, "no uuid")
    refused(errors.Unauthorized, open_session, world.viewer, item_id)
    token = str(uuid.uuid4())
    session = open_session(admin, item_id, token)
    same(open_session(admin, item_id, token), session)
    refused(errors.InvalidArgument, open_session, admin, other, token)
    model = update.get(session)
    same((model.id, model.state, model.client_progress), (session, State.ACTIVE, 0))
    same((model.library_item_id, model.library_item_content_version), (item_id, "2"))
    assert model.error_message is None and model.expiration_time.tzinfo is None, model
    busy = refused(errors.ResourceBusy, open_session, admin, item_id)
    assert session in busy.messages[0].args, busy
    assert world.server.user in busy.messages[0].args, busy
    same(update.list(library_item_id=item_id), [session])
    assert session in update.list()
    refused(errors.NotFound, update.list, library_item_id=UNKNOWN)
    refused(errors.NotFound, update.get, UNKNOWN)


def keeping_alive(world):
    admin, update = world.admin, world.admin.update
    session = open_session(admin, make_item(admin))
    before = update.get(session).expiration_time
    for progress, seen in [(40, 40), (20, 40), (-1, 40), (101, 40), (100, 100), (None, 100)]:
        update.keep_alive(session, client_progress=progress)
        same(update.get(session).client_progress, seen)
    assert update.get(session).expiration_time >= before
    update.update(session, UpdateSessionModel(warning_behavior=[BEHAVIOR], client_progress=3))
    model = update.get(session)
    same((model.warning_behavior, model.client_progress), ([BEHAVIOR], 100))
    refused(errors.NotFound, update.keep_alive, UNKNOWN)
    refused(errors.NotFound, update.update, UNKNOWN, UpdateSessionModel())


def of_another_user(world):
    """What a user may not do with somebody else's session who has no right to its item."""
    session = open_session(world.admin, make_item(world.admin))
    update, files = world.viewer.update, world.viewer.update_file
    spec = UpdateFile.AddSpec(name="a", source_type=PUSH)
    for call, args in calls(update, files, spec):
        refused(errors.Unauthorized, call, session, *args)
    refused(errors.Unauthorized, update.get, session)
    refused(errors.Unauthorized, update.delete, session)
    same(world.admin.update.get(session).state, State.ACTIVE)


def ended(world):
    """DONE, ERROR and CANCELED: nothing leaves them but by `delete`, which ACTIVE refuses."""
    admin, update, files = world.admin, world.admin.update, world.admin.update_file
    spec = UpdateFile.AddSpec(name="late.iso", source_type=PUSH)
    item_id = make_item(admin)
    ends = [
        (State.DONE, update.complete, ()),
        (State.CANCELED, update.cancel, ()),
        (State.ERROR, update.fail, ("the disk was full",)),
    ]
    for state, end, arguments in ends:
        session = open_session(admin, item_id)
        send(admin, session, f"{state}.iso", b"bytes")
        uri = files.get(session, f"{state}.iso").upload_endpoint.uri
        active = refused(errors.NotAllowedInCurrentState, update.delete, session)
        assert "ACTIVE" in told(active), active
        end(session, *arguments)
        model = update.get(session)
        same(model.state, state)
        for call, args in calls(update, files, spec):
            error = refused(errors.NotAllowedInCurrentState, call, session, *args)
            assert state in error.messages[0].args, error
            if state == State.ERROR:
                assert "the disk was full" in told(error), error
        if state == State.ERROR:
            assert "the disk was full" in model.error_message.default_message, model
        not_taken(put, admin, uri, b"late")
        update.delete(session)
        for call, args in [*calls(update, files, spec), *reads(update, files)]:
            refused(errors.NotFound, call, session, *args)
    same(contents_of(admin, item_id), {"DONE.iso": b"bytes"})


def calls(update, files, spec):
    """Everything that an ended session refuses."""
    return [
        (update.complete, ()),
        (update.cancel, ()),
        (update.fail, ("why",)),
        (update.keep_alive, ()),
        (update.update, (UpdateSessionModel(warning_behavior=[BEHAVIOR]),)),
        (files.add, (spec,)),
        (files.validate, ()),
        (files.remove, (spec.name,)),
    ]


def reads(update, files):
    return [
        (update.get, ()),
        (update.delete, ()),
        (files.list, ()),
        (files.get, ("late.iso",)),
    ]


def files_refused(world):
    """What a session refuses of files, and how each is put right."""
    admin, update, files = world.admin, world.admin.update, world.admin.update_file
    session = open_session(admin, make_item(admin))
    for name in ("", ".", "..", "../passwd", "a/b", "a\\b", "C:a", "a%2fb", "x" * 256, "a\nb"):
        refused(errors.InvalidArgument, add, admin, session, name)
    refused(errors.InvalidArgument, add, admin, session, "a", size=-1)
    refused(errors.InvalidArgument, add, admin, session, "a", checksum_info=checksum("MD5", "no"))
    refused(errors.UnableToAllocateResource, add, admin, session, "vast.iso", size=2**45)
    refused(errors.InvalidArgument, files.get, session, "other.iso")
    refused(errors.InvalidArgument, files.remove, session, "other.iso")
    same(files.list(session), [])

    info = add(admin, session, "missing.iso")
    same((info.source_type, info.bytes_transferred, info.size), (PUSH, 0, None))
    same(info.status, TransferStatus.WAITING_FOR_TRANSFER)
    empty = add(admin, session, "empty.iso", source_type=NONE)
    same((empty.source_type, empty.upload_endpoint), (NONE, None))
    for call in (update.complete, files.validate):
        waiting = refused(errors.NotAllowedInCurrentState, call, session)
        assert "missing.iso" in told(waiting), waiting
    files.remove(session, "missing.iso")
    without_bytes = refused(errors.NotAllowedInCurrentState, update.complete, session)
    assert "empty.iso" in told(without_bytes), without_bytes
    files.remove(session, "empty.iso")

    wrong = checksum("SHA256", "0" * 64)
    same(not_taken(send, admin, session, "wrong.iso", b"bytes", checksum_info=wrong), 400)
    info = files.get(session, "wrong.iso")
    same(info.status, TransferStatus.ERROR)
    assert info.error_message.default_message and info.upload_endpoint.uri, info
    broken = refused(errors.NotAllowedInCurrentState, update.complete, session)
    assert "wrong.iso" in told(broken), broken
    same(update.get(session).state, State.ACTIVE)
    uri = add(admin, session, "long.iso", size=5).upload_endpoint.uri
    same(not_taken(put, admin, uri, b"more bytes"), 400)
    put(admin, uri, b"bytes")
    same(files.get(session, "long.iso").status, TransferStatus.READY)
    send(admin, session, "wrong.iso", b"bytes", checksum_info=sha256(b"bytes"))
    validation = files.validate(session)
    same((validation.has_errors, validation.missing_files), (False, set()))
    update.complete(session)
    same(update.get(session).state, State.DONE)


def replacing(world):
    """A session that lists and removes the item's files, as the samples do, and brings others."""
    admin, update, files = world.admin, world.admin.update, world.admin.update_file
    item_id = make_item(admin)
    fill(admin, item_id, {"disk.iso": b"old", "r\u00e4d me.txt": b"hello"})
    session = open_session(admin, item_id)
    listed = files.list(session)
    same({info.name for info in listed}, {"disk.iso", "r\u00e4d me.txt"})
    for info in listed:
        same((info.source_type, info.status), (NONE, TransferStatus.READY))
        files.remove(session, info.name)
    send(admin, session, "new.iso", b"first")
    send(admin, session, "new.iso", b"second, by the same name")
    same([info.name for info in files.list(session)], ["new.iso"])
    same(set(contents_of(admin, item_id)), {"disk.iso", "r\u00e4d me.txt"})
    update.complete(session)
    update.delete(session)
    same(contents_of(admin, item_id), {"new.iso": b"second, by the same name"})
    same(admin.item.get(item_id).content_version, "3")
    same(admin.file.get(item_id, "new.iso").version, "3")


def begin_expiry(world):
    """Opens the session that is past its expiry once the other steps are done."""
    item_id = make_item(world.hasty)
    session = open_session(world.hasty, item_id)
    add(world.hasty, session, "late.iso")
    return item_id, session


def expired(world, begun):
    """A session past its expiry is an ERROR, its item free, and both without anybody's help."""
    item_id, session = begun
    update, files = world.hasty.update, world.hasty.update_file
    until(lambda: update.get(session).state != State.ACTIVE)
    model = update.get(session)
    same(model.state, State.ERROR)
    assert model.error_message.default_message, model
    spec = UpdateFile.AddSpec(name="late.iso", source_type=PUSH)
    for call, args in calls(update, files, spec):
        refused(errors.NotAllowedInCurrentState, call, session, *args)
    again = open_session(world.hasty, item_id)
    update.cancel(again)
    update.delete(session)
