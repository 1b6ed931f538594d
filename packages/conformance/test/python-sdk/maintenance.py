"""Libraries in maintenance, in which nothing changes, and libraries that are to be converted."""

from com.vmware.content_client import Library, LibraryModel
from com.vmware.content.library_client import ItemModel, StateInfo
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import add, contents_of, fill, make_item, make_library, not_taken, open_session, put

STATE = errors.NotAllowedInCurrentState


def nothing_changes(world):
    admin, library = world.admin, world.admin.library
    library_id = make_library(admin)
    item_id = make_item(admin, library_id)
    idle = make_item(admin, library_id, name="idle")
    fill(admin, item_id, {"a": b"old"})
    session = open_session(admin, item_id)
    uri = add(admin, session, "b").upload_endpoint.uri
    for call in (library.enter_maintenance, library.exit_maintenance):
        refused(errors.NotFound, call, UNKNOWN)
    refused(errors.Unauthorized, world.viewer.library.enter_maintenance, library_id)
    refused(STATE, library.exit_maintenance, library_id)
    before = library.get(library_id)
    same(before.state_info.state, StateInfo.State.ACTIVE)

    library.enter_maintenance(library_id)
    refused(STATE, library.enter_maintenance, library_id)
    same(library.get(library_id).state_info.state, StateInfo.State.MAINTENANCE)
    same(set(admin.item.list(library_id)), {item_id, idle})
    new = ItemModel(library_id=library_id, name="new")
    for call, args in [
        (admin.local_library.update, (library_id, LibraryModel(name="other"))),
        (admin.local_library.delete, (library_id,)),
        (admin.local_library.force_delete, (library_id,)),
        (library.delete, (library_id,)),
        (library.force_delete, (library_id,)),
        (admin.item.create, (new,)),
        (admin.item.copy, (item_id, new)),
        (admin.item.update, (item_id, ItemModel(name="other"))),
        (admin.item.delete, (item_id,)),
        (admin.update.complete, (session,)),
        (add, (admin, session, "c")),
    ]:
        refused(STATE, call, *args)
    # They declare no such error.
    for call, args in [
        (library.update, (library_id, LibraryModel(name="other"))),
        (open_session, (admin, idle)),
        (admin.update_file.remove, (session, "b")),
    ]:
        refused(errors.InvalidArgument, call, *args)
    not_taken(put, admin, uri, b"new")
    admin.update.keep_alive(session)

    library.exit_maintenance(library_id)
    after = library.get(library_id)
    same((after.version, after.name), (before.version, before.name))
    put(admin, uri, b"new")
    admin.update.complete(session)
    same(contents_of(admin, item_id), {"a": b"old", "b": b"new"})


def converting(world):
    convert = world.admin.library.convert
    kind = Library.ConversionSpec.ConversionType.TO_PUBLISHED_LIBRARY
    spec = Library.ConversionSpec(conversion_type=kind)
    library_id = make_library(world.admin)
    refused(errors.InvalidElementType, convert, library_id, spec)
    refused(errors.NotFound, convert, UNKNOWN, spec)
    refused(errors.Unauthorized, world.viewer.library.convert, library_id, spec)
