"""The stages of an operation, compiled once: each checks one aspect of a request.

A stage returns a :class:`Failure`, which ends the request, or ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from contracts.spec.model import Operation, Parameter, RequestBody
from mockserver.api_context import ApiContext
from mockserver.auth import Authenticator
from mockserver.http.bodies import BodyStages
from mockserver.http.messages import Failure
from mockserver.http.parameters import ParameterStages
from mockserver.http.request import RequestContext
from mockserver.settings import Settings
from mockserver.vendors.vendor import Vendor

Stage = Callable[[RequestContext], Failure | None]


def compile_stages(
    operation: Operation,
    context: ApiContext,
    *,
    vendor: Vendor | None,
    accept: Stage,
    existence: Stage,
    needs_if_match: bool,
) -> Mapping[str, Stage]:
    """Return the stages that an operation needs, by name.

    :param vendor: rules that no document can express.
    :param accept: the stage of content negotiation.
    :param existence: the stage that finds the items in the path.
    :param needs_if_match: whether ``If-Match`` is a usual parameter; a missing one may have a status of its own (428).
    """
    settings = context.settings
    own = () if needs_if_match else ("if-match",)
    parameters = ParameterStages([*_parameters(operation, own)], strict=settings.strict)
    stages: dict[str, Stage] = {
        "accept": accept,
        "parameters": parameters.values if settings.validate else parameters.valid_values,
        "existence": existence,
    }
    if vendor is not None and settings.validate:
        stages["vendor"] = vendor.check
    if parameters.required and settings.validate:
        stages["presence"] = parameters.presence
    if operation.security and settings.auth:
        authenticator = Authenticator(
            operation.security,
            settings.tokens,
            added=context.added_tokens,
            rejects_invalid=operation.documents(401),
        )
        stages |= {"identify": authenticator.identify, "authorise": authenticator.authorise}
    if operation.request_body is not None:
        stages |= _body_stages(operation.request_body, settings)
    return stages


def _parameters(operation: Operation, optional: tuple[str, ...]) -> Iterator[Parameter]:
    """Yield the parameters; those with some names in lower case are optional."""
    for parameter in operation.parameters:
        yield replace(parameter, required=False) if parameter.name.lower() in optional else parameter


def _body_stages(body: RequestBody, settings: Settings) -> Mapping[str, Stage]:
    """Return the stages of a request body by name; with ``--no-validate``, only its size can be refused."""
    stages = BodyStages(body, settings.max_body)
    if not settings.validate:
        return {"size": stages.size, "parse": stages.parse_leniently}
    return {
        "content_type": stages.content_type,
        "size": stages.size,
        "parse": stages.parse,
        "body": stages.validate,
    }
