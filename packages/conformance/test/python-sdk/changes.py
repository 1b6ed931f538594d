"""The history of an item."""

from com.vmware.content.library_client import ItemModel
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import fill, make_item


def history(world):
    admin, changes = world.admin, world.admin.changes
    item_id = make_item(admin, name="first")
    admin.item.update(item_id, ItemModel(name="second"))
    fill(admin, item_id, {"a": b"x", "r\u00e4d me": b"y"})
    listed = changes.list(item_id)
    same([one.version for one in listed], ["3", "2", "1"])
    for one in listed:
        same(one.user, world.server.user)
        assert one.time.tzinfo is None and len(one.short_message) <= 80, one
        info = changes.get(item_id, one.version)
        same((info.user, info.time), (one.user, one.time))
        assert info.message.startswith(one.short_message.rstrip("\u2026")), (one, info)
    assert "second" in changes.get(item_id, "2").message
    for name in ("a", "r\u00e4d me"):
        assert name in changes.get(item_id, "3").message, changes.get(item_id, "3")
    same(world.viewer.changes.list(item_id), listed)
    refused(errors.NotFound, changes.get, item_id, "4")
    refused(errors.NotFound, changes.get, UNKNOWN, "1")
    refused(errors.NotFound, changes.list, UNKNOWN)
    admin.item.delete(item_id)
    refused(errors.NotFound, changes.list, item_id)
