"""The base of every definition model, and how a check of ours becomes a pydantic error."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """Frozen, and a key that is not known is refused."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
    )


def refusal(rule: str, message: str, help_: str = "", at: str = "") -> PydanticCustomError:
    """An error with our rule id; braces in the message stay text.

    `at` names the key below the value that the error is about, for its position.
    """
    context = {"rule": rule, "text": message, "help": help_, "at": at.rstrip("_")}
    return PydanticCustomError("segsmith", "{text}", context)
