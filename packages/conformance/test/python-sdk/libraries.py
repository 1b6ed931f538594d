"""Libraries and items from their making to their end."""

import uuid

from com.vmware.content_client import Library, LibraryModel
from com.vmware.content.library_client import Item, ItemModel, StorageBacking
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import contents_of, fill, library_spec, make_item, make_library, open_session


def library_life(world):
    admin, viewer = world.admin, world.viewer
    local = admin.local_library
    spec = library_spec(description="made by the SDK", type=LibraryModel.LibraryType.LOCAL)
    token = str(uuid.uuid4())
    library_id = local.create(create_spec=spec, client_token=token)
    same(local.create(create_spec=spec, client_token=token), library_id)
    other = library_spec(description="another")
    refused(errors.InvalidArgument, local.create, create_spec=other, client_token=token)
    refused(errors.InvalidArgument, local.create, create_spec=other, client_token="no uuid")
    refused(errors.InvalidArgument, local.create, LibraryModel(name=spec.name))
    refused(errors.InvalidArgument, local.create, library_spec(name="x" * 81))
    refused(errors.Unsupported, local.create, library_spec(storage_backings=[
        StorageBacking(type=StorageBacking.Type.DATASTORE, datastore_id=f"datastore-{n}")
        for n in (1, 2)
    ]))
    refused(errors.Unauthorized, viewer.local_library.create, other)

    assert library_id in admin.library.list() and library_id in local.list()
    same(admin.library.find(Library.FindSpec(name=spec.name.upper())), [library_id])
    same(admin.library.find(Library.FindSpec(name=str(uuid.uuid4()))), [])
    refused(errors.InvalidArgument, admin.library.find, Library.FindSpec())
    model = local.get(library_id)
    same((model.name, model.description), (spec.name, spec.description))
    same((model.type, model.version), (LibraryModel.LibraryType.LOCAL, "1"))
    same(model.storage_backings, spec.storage_backings)
    assert model.creation_time.tzinfo is None and model.server_guid, model
    same(viewer.library.get(library_id).name, spec.name)

    local.update(library_id, LibraryModel(description="changed"))
    admin.library.update(library_id, LibraryModel(name=spec.name + " b"))
    model = admin.library.get(library_id)
    same((model.name, model.description), (spec.name + " b", "changed"))
    same(model.version, "3")
    stale = LibraryModel(description="late", version="1")
    refused(errors.ConcurrentChange, local.update, library_id, stale)
    refused(errors.InvalidArgument, admin.library.update, library_id, stale)
    refused(errors.Unauthorized, viewer.local_library.update, library_id, LibraryModel(name="a"))
    refused(errors.Unauthorized, viewer.local_library.delete, library_id)

    session = open_session(admin, make_item(admin, library_id))
    local.delete(library_id)
    refused(errors.NotFound, admin.update.get, session)
    for service in (admin.library, local):
        refused(errors.NotFound, service.get, library_id)
        refused(errors.NotFound, service.update, library_id, LibraryModel(name="a"))
    refused(errors.NotFound, local.delete, library_id)
    refused(errors.NotFound, local.force_delete, UNKNOWN)
    forced = make_library(admin)
    local.force_delete(forced)
    refused(errors.NotFound, local.get, forced)


def item_life(world):
    admin, viewer = world.admin, world.viewer
    items = admin.item
    library_id = make_library(admin)
    spec = ItemModel(library_id=library_id, name="disk", type="iso", description="a disk")
    token = str(uuid.uuid4())
    item_id = items.create(create_spec=spec, client_token=token)
    same(items.create(create_spec=spec, client_token=token), item_id)
    named = ItemModel(library_id=library_id, name="another", type="iso")
    refused(errors.InvalidArgument, items.create, create_spec=named, client_token=token)
    refused(errors.AlreadyExists, items.create, spec)
    refused(errors.AlreadyExists, items.create, ItemModel(library_id=library_id, name="DISK"))
    refused(errors.InvalidArgument, items.create, ItemModel(library_id=library_id))
    refused(errors.NotFound, items.create, ItemModel(library_id=UNKNOWN, name="disk"))
    refused(errors.Unauthorized, viewer.item.create, named)

    same(items.list(library_id), [item_id])
    refused(errors.NotFound, items.list, UNKNOWN)
    same(items.find(Item.FindSpec(name="DISK", library_id=library_id)), [item_id])
    same(items.find(Item.FindSpec(type="ovf", library_id=library_id)), [])
    refused(errors.InvalidArgument, items.find, Item.FindSpec())
    model = items.get(item_id)
    same((model.name, model.type, model.description), ("disk", "iso", "a disk"))
    same((model.version, model.content_version, model.metadata_version), ("1", "1", "1"))
    same((model.size, model.library_id, model.cached), (0, library_id, True))

    items.update(item_id, ItemModel(name="disk 1"))
    model = items.get(item_id)
    same((model.name, model.version, model.metadata_version), ("disk 1", "2", "2"))
    same(model.content_version, "1")
    second = items.create(ItemModel(library_id=library_id, name="other", type="iso"))
    refused(errors.AlreadyExists, items.update, second, ItemModel(name="Disk 1"))
    refused(errors.InvalidArgument, items.update, item_id, ItemModel(name="late", version="1"))
    refused(errors.Unauthorized, viewer.item.update, item_id, ItemModel(name="a"))

    session = open_session(admin, item_id)
    refused(errors.Unauthorized, viewer.item.delete, item_id)
    items.delete(item_id)
    refused(errors.NotFound, admin.update.get, session)
    refused(errors.NotFound, items.get, item_id)
    refused(errors.NotFound, items.update, item_id, ItemModel(name="a"))
    refused(errors.NotFound, items.delete, item_id)
    refused(errors.NotFound, admin.file.list, item_id)
    same(items.list(library_id), [second])


def copies(world):
    admin = world.admin
    library_id, other = make_library(admin), make_library(admin)
    item_id = make_item(admin, library_id)
    fill(admin, item_id, {"disk.iso": b"some bytes"})

    def copy(source=item_id, into=library_id, name="copy", token=None):
        spec = ItemModel(library_id=into, name=name, type="iso")
        return admin.item.copy(source, spec, client_token=token)

    token = str(uuid.uuid4())
    copied = copy(token=token)
    same(copy(token=token), copied)
    same(set(admin.item.list(library_id)), {item_id, copied})
    elsewhere = copy(into=other, name="disk")
    refused(errors.InvalidArgument, copy, name="COPY")
    refused(errors.NotFound, copy, source=UNKNOWN)
    refused(errors.NotFound, copy, into=UNKNOWN)
    spec = ItemModel(library_id=library_id, name="a", type="iso")
    refused(errors.Unauthorized, world.viewer.item.copy, item_id, spec)
    admin.item.delete(item_id)
    for one in (copied, elsewhere):
        same(contents_of(admin, one), {"disk.iso": b"some bytes"})
        model = admin.item.get(one)
        same((model.size, model.type), (10, "iso"))


def item_types(world):
    types = {info.type: info for info in world.admin.type.list()}
    assert "iso" in types and "ovf" in types, types
    assert all(info.name and info.version for info in types.values()), types
