"""Drives a content library with the official SDK.

Reads servers and users from the environment and prints a line of JSON for each step: its name, and
the traceback where the SDK or the library takes it otherwise. Each step makes what it needs.
"""

import json
import traceback

import changes
import configuration
import libraries
import maintenance
import moves
import signing_in
import subscriptions
import tasks
import transfers
import trust
import update_sessions
import usages
from clients import World

STEPS = {
    "signing in and out": signing_in.sign_in_and_out,
    "calls that no stub would send": signing_in.strangers,
    "the life of a library": libraries.library_life,
    "the life of an item": libraries.item_life,
    "copies of an item": libraries.copies,
    "types of items": libraries.item_types,
    "update sessions: creating": update_sessions.creating,
    "update sessions: keeping alive": update_sessions.keeping_alive,
    "update sessions: of another user": update_sessions.of_another_user,
    "update sessions: ended": update_sessions.ended,
    "update sessions: what is refused of files": update_sessions.files_refused,
    "update sessions: replacing files": update_sessions.replacing,
    "uploads": transfers.upload,
    "checksums": transfers.checksums,
    "download sessions": transfers.download,
    "download sessions: ended": transfers.downloads_ended,
    "changes of an item": changes.history,
    "usages of a library": usages.guards,
    "maintenance of a library": maintenance.nothing_changes,
    "converting a library": maintenance.converting,
    "tasks": tasks.unknown,
    "moving a library": moves.move,
    "configuration": configuration.settings,
    "trusted certificates": trust.certificates,
    "security policies": trust.policies,
    "subscribed libraries": subscriptions.subscribing,
    "published libraries": subscriptions.publishing,
}


def tell(step, run, *args):
    try:
        run(*args)
        failure = None
    except Exception:  # pylint: disable=broad-except
        failure = traceback.format_exc()
    print(json.dumps({"step": step, "failure": failure}), flush=True)


def main():
    world = World()
    begun = update_sessions.begin_expiry(world)
    for step, run in STEPS.items():
        tell(step, run, world)
    tell("update sessions: past their expiry", update_sessions.expired, world, begun)


if __name__ == "__main__":
    main()
