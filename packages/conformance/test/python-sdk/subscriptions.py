"""Publishing and subscribing: what is answered of it, and the errors for all else."""

from com.vmware.content_client import LibraryModel, SubscribedLibrary
from com.vmware.content.library_client import Subscriptions, SubscriptionInfo
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same
from content import library_spec, make_item, make_library

INFO = SubscriptionInfo(
    subscription_url="https://python.invalid/lib.json",
    authentication_method=SubscriptionInfo.AuthenticationMethod.NONE,
    on_demand=True,
    automatic_sync_enabled=False,
)


def subscribing(world):
    libraries, items = world.admin.subscribed_library, world.admin.subscribed_item
    same(libraries.list(), [])
    refused(errors.ResourceInaccessible, libraries.create, library_spec(subscription_info=INFO))
    refused(errors.InvalidArgument, libraries.create, library_spec())
    of_viewer = world.viewer.subscribed_library
    refused(errors.Unauthorized, of_viewer.create, library_spec(subscription_info=INFO))
    refused(errors.Unauthorized, of_viewer.probe, INFO)
    probed = SubscribedLibrary.ProbeResult.Status
    for info, status in [(INFO, probed.HOST_NOT_FOUND), (SubscriptionInfo(), probed.INVALID_URL)]:
        result = libraries.probe(info)
        same(result.status, status)
        assert result.error_messages and result.ssl_thumbprint is None, result

    local = make_library(world.admin)
    item = make_item(world.admin, local)
    known, unknown = (errors.InvalidElementType, local, item), (errors.NotFound, UNKNOWN, UNKNOWN)
    for error, library_id, item_id in (known, unknown):
        for call in (
            libraries.get,
            libraries.delete,
            libraries.force_delete,
            libraries.evict,
            libraries.sync,
        ):
            refused(error, call, library_id)
        refused(error, libraries.update, library_id, LibraryModel(description="a"))
        refused(error, items.evict, item_id)
        refused(error, items.sync, item_id, force_sync_content=False)


def publishing(world):
    admin, subscriptions = world.admin, world.admin.subscriptions
    placement = Subscriptions.CreateSpecSubscribedLibrary(
        target=Subscriptions.CreateSpecSubscribedLibrary.Target.USE_EXISTING,
        subscribed_library=UNKNOWN,
        location=Subscriptions.Location.LOCAL,
    )
    spec = Subscriptions.CreateSpec(subscribed_library=placement)
    local = make_library(admin)
    item = make_item(admin, local)
    known = errors.NotAllowedInCurrentState, local, item
    for error, library_id, item_id in (known, (errors.NotFound, UNKNOWN, UNKNOWN)):
        refused(error, subscriptions.create, library_id, spec)
        refused(error, subscriptions.list, library_id)
        refused(error, subscriptions.get, library_id, UNKNOWN)
        refused(error, subscriptions.update, library_id, UNKNOWN, Subscriptions.UpdateSpec())
        refused(error, subscriptions.delete, library_id, UNKNOWN)
        refused(error, admin.local_library.publish, library_id)
        refused(error, admin.item.publish, item_id, force_sync_content=False)
    refused(errors.Unauthorized, world.viewer.local_library.publish, local)
