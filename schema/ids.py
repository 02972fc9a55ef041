"""Relay's global ids: a label of the graph and an id in it, as one opaque text."""

from __future__ import annotations

import base64
import binascii

from engine.errors import Fault, InvalidInput


def global_id(label: str, key: str) -> str:
    """The id that is unique over all labels."""
    return binascii.b2a_base64(f"{label}:{key}".encode(), newline=False).decode("ascii")


def parse_id(text: str) -> tuple[str, str]:
    """The label and the graph's id. Raises ``InvalidInput``."""
    try:
        label, mark, key = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        label = mark = key = ""
    if not (label and mark and key):
        raise InvalidInput("编号有误", [Fault("不是有效的全局编号", "id", value=text[:80])])
    return label, key


def key_of(text: str, label: str) -> str:
    """The graph's id of something that must carry this label. Raises ``InvalidInput``."""
    found, key = parse_id(text)
    if found != label:
        raise InvalidInput("编号有误", [Fault("编号的类型不符", "id", value=found, expected=label)])
    return key
