"""Who uses a library, and how that guards it."""

from com.vmware.content_client import LibraryModel
from com.vmware.content.library_client import ConfigurationInfo, Usages
from com.vmware.vapi.std import errors_client as errors

from clients import UNKNOWN, refused, same, told
from content import make_item, make_library

URN = "urn:vmomi:vm:vm-12"


def guards(world):
    admin, usages = world.admin, world.admin.usages
    spec = Usages.AddSpec(resource_urn=URN)
    library = make_library(admin)
    usage = usages.add(library, spec)
    refused(errors.AlreadyExists, usages.add, library, spec)
    refused(errors.InvalidArgument, usages.add, library, Usages.AddSpec(resource_urn="vm-12"))
    refused(errors.NotFound, usages.add, UNKNOWN, spec)
    refused(errors.Unauthorized, world.viewer.usages.add, library, spec)
    (summary,) = usages.list(library).library_usage_list
    same((summary.usage, summary.resource_urn), (usage, URN))
    info = usages.get(library, usage)
    same((info.usage, info.resource_urn), (usage, URN))
    assert info.addition_time.tzinfo is None, info
    same(world.viewer.usages.list(library).library_usage_list, [summary])

    for service in (admin.library, admin.local_library):
        error = refused(errors.NotAllowedInCurrentState, service.delete, library)
        assert URN in told(error), error
    item_id = make_item(admin, library)
    configuration = ConfigurationInfo(apply_library_usage_to_items=True)
    admin.library.update(library, LibraryModel(configuration_info=configuration))
    refused(errors.NotAllowedInCurrentState, admin.item.delete, item_id)

    refused(errors.Unauthorized, world.viewer.usages.remove, library, usage)
    usages.remove(library, usage)
    refused(errors.NotFound, usages.remove, library, usage)
    refused(errors.NotFound, usages.get, library, usage)
    same(usages.list(library).library_usage_list, [])
    admin.item.delete(item_id)
    admin.library.delete(library)
    refused(errors.NotFound, usages.list, library)

    for service in (admin.library, admin.local_library):
        used = make_library(admin)
        usages.add(used, spec)
        service.force_delete(used)
        refused(errors.NotFound, service.force_delete, used)
