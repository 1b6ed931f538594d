"""Tasks: work that goes on beyond a call."""

from com.vmware.cis.task_client import Status
from com.vmware.cis_client import Tasks
from com.vmware.vapi.std import errors_client as errors
from com.vmware.vapi.std_client import DynamicID

from clients import UNKNOWN, refused, same


def unknown(world):
    tasks = world.admin.tasks
    same(tasks.list(), {})
    target = DynamicID(type="com.vmware.content.Library", id='a&b=c "d"')
    spec = Tasks.FilterSpec(
        tasks={UNKNOWN},
        services={"com.vmware.content.library"},
        status={Status.RUNNING, Status.FAILED},
        targets=[target],
        users={"Nobody & Co."},
    )
    same(world.viewer.tasks.list(spec, Tasks.GetSpec(exclude_result=True)), {})
    refused(errors.NotFound, tasks.get, UNKNOWN, Tasks.GetSpec(return_all=True))
    refused(errors.NotFound, tasks.cancel, UNKNOWN)
