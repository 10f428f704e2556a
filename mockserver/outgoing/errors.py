"""Why a request was not sent, or got no usable response."""

from __future__ import annotations

from contracts.errors import CasemockError


class DeliveryError(CasemockError):
    """A callback or webhook that was not sent, or has no complete response.

    :param is_refused: whether the receiver is not one that requests may be sent to.
    :param may_recur: whether the same request may succeed later.
    """

    def __init__(self, message: str, *, hint: str = "", is_refused: bool = False, may_recur: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.is_refused = is_refused
        self.may_recur = may_recur
