"""Signing in and out, and calls that no stub would send."""

from com.vmware.cis_client import Session
from com.vmware.content_client import Library
from com.vmware.vapi.std import errors_client as errors
from vmware.vapi.core import ApplicationContext, ExecutionContext
from vmware.vapi.data.value import StringValue, StructValue
from vmware.vapi.security.user_password import create_user_password_security_context

from clients import refused, same


def sign_in_and_out(world):
    server = world.server
    wrong = server.by_password(server.password + "x")
    refused(errors.Unauthenticated, Session(wrong).create)
    refused(errors.Unauthenticated, Library(server.by_token("no such session")).list)
    refused(errors.Unauthenticated, Library(server.stubs()).list)
    # The Basic of an HTTP session is of no use: credentials travel in the call.
    http = server.http()
    http.auth = (server.user, server.password)
    refused(errors.Unauthenticated, Library(server.stubs(http=http)).list)
    # A password on each call is as good as a session.
    assert isinstance(Library(server.by_password()).list(), list)

    other = server.sign_in()
    info = other.session.get()
    same(info.user, server.user)
    assert info.created_time <= info.last_accessed_time, info
    other.session.delete()
    refused(errors.Unauthenticated, other.library.list)
    refused(errors.Unauthenticated, other.session.get)
    same(world.admin.session.get().user, server.user)


def strangers(world):
    """Services, operations and fields that are not there, and a field that is missing."""
    server = world.server
    context = create_user_password_security_context(server.user, server.password)
    provider = server.connector().get_api_provider()

    def invoke(service, operation, **fields):
        values = StructValue("operation-input")
        for name, value in fields.items():
            values.set_field(name, StringValue(value))
        ctx = ExecutionContext(ApplicationContext({"opId": "strangers"}), context)
        return provider.invoke(service, operation, values, ctx).error.name

    std = "com.vmware.vapi.std.errors."
    library_service = "com.vmware.content.library"
    same(invoke("com.vmware.nothing", "get"), std + "operation_not_found")
    same(invoke(library_service, "fly"), std + "operation_not_found")
    same(invoke(library_service, "list", other="a"), std + "unexpected_input")
    same(invoke(library_service, "get"), std + "invalid_argument")
