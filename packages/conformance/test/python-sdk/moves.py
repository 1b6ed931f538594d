"""Moving a library to another file storage, as a task."""

import os

from com.vmware.cis.task_client import Status
from com.vmware.cis_client import Tasks
from com.vmware.content_client import Library
from com.vmware.content.library_client import StorageBacking
from com.vmware.vapi.std import errors_client as errors
from com.vmware.vapi.std_client import DynamicID

from clients import UNKNOWN, refused, same
from content import contents_of, fill, make_item, make_library

PLACE = os.environ["ACCESSION_BLOB_STORE"]


def to(name):
    backing = StorageBacking(type=StorageBacking.Type.DATASTORE, datastore_id=name)
    return Library.MigrateSpec(storage_backings=[backing])


def move(world):
    admin, viewer = world.admin, world.viewer
    migrate, tasks = admin.library.migrate, admin.tasks
    library_id = make_library(admin)
    item_id = make_item(admin, library_id)
    fill(admin, item_id, {"disk.iso": b"some bytes"})
    refused(errors.NotFound, migrate, UNKNOWN, to(PLACE))
    refused(errors.InvalidArgument, migrate, library_id, to("nowhere"))
    refused(errors.Unauthorized, viewer.library.migrate, library_id, to(PLACE))
    migrate(library_id, to(PLACE))
    refused(errors.AlreadyInDesiredState, migrate, library_id, to(PLACE))
    same(admin.library.get(library_id).storage_backings[0].datastore_id, PLACE)
    same(contents_of(admin, item_id), {"disk.iso": b"some bytes"})

    target = DynamicID(type="com.vmware.content.Library", id=library_id)
    spec = Tasks.FilterSpec(targets=[target], status={Status.SUCCEEDED})
    ((task, info),) = tasks.list(spec).items()
    same((info.service, info.operation), ("com.vmware.content.library", "migrate"))
    same((info.status, info.user, info.error), (Status.SUCCEEDED, world.server.user, None))
    same((info.target.type, info.target.id), (target.type, library_id))
    same((info.progress.completed, info.progress.total), (10, 10))
    assert info.result is not None and info.end_time >= info.start_time, info
    alone = tasks.get(task, Tasks.GetSpec(exclude_result=True))
    same((alone.status, alone.result), (Status.SUCCEEDED, None))
    refused(errors.Unauthorized, viewer.tasks.get, task)
    same(viewer.tasks.list(spec), {})
    refused(errors.NotAllowedInCurrentState, tasks.cancel, task)
