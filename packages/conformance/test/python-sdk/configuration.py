"""The settings that hold for all libraries."""

from com.vmware.content_client import ConfigurationModel, ConfigurationSetting
from com.vmware.vapi.std import errors_client as errors

from clients import refused, same

Constraint = ConfigurationSetting.ConstraintType


def settings(world):
    configuration, of_viewer = world.admin.configuration, world.viewer.configuration
    model = configuration.get()
    same((model.automatic_sync_start_hour, model.automatic_sync_stop_hour), (20, 7))
    same((model.automatic_sync_enabled, model.maximum_concurrent_item_syncs), (True, 5))
    setting = model.automatic_sync_start_hour_setting
    same((setting.name, setting.reboot_required), ("automatic_sync_start_hour", False))
    bounds = {kind: value for one in setting.constraints for kind, value in one.items()}
    same(bounds, {Constraint.MIN_INCLUSIVE: "0", Constraint.MAX_INCLUSIVE: "23"})

    wrong = ConfigurationModel(automatic_sync_start_hour=5, maximum_concurrent_item_syncs=0)
    refused(errors.InvalidArgument, configuration.update, wrong)
    same(configuration.get(), model)
    refused(errors.Unauthorized, of_viewer.get)
    refused(errors.Unauthorized, of_viewer.update, ConfigurationModel())
    configuration.update(ConfigurationModel(automatic_sync_start_hour=5))
    same(configuration.get().automatic_sync_start_hour, 5)
    # What was read can be written again: what only the server says is passed over.
    configuration.update(model)
    same(configuration.get(), model)
