"""Addresses inside the site, all from its root; the pages add what leads there from their own folder."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

BACKLOG, MAP, TEAMS = "backlog.html", "map.html", "teams.html"
NOBODY = "_nobody"
"""File name of the page of what nobody owns: no id begins so."""
LONGEST = 120
"""Characters of a file's name; systems allow 255 bytes with what others put around it."""
OUTSIDE = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


def anchor(id_: str) -> str:
    """Return the name of a place on a page: an id, with spaces and controls written as escapes."""
    return quote(id_, safe="@*:!$+,;=~")


def file_name(id_: str) -> str:
    """Return the name of an id's file, which every system of files takes and no address needs to escape.

    What is not as plain as ids are, or too long, is cut and marked with a digest, so that two never share a file.
    """
    plain = re.sub(r"[^a-z0-9._@-]", "_", id_)[:LONGEST]
    if plain == id_ and plain[:1] not in {"", ".", "_"}:
        return plain
    return f"{plain.lstrip('.')}-{sha256(id_.encode()).hexdigest()[:8]}"


def to_item(finding_id: str) -> str:
    """Return the address of a finding's page."""
    return f"item/{file_name(finding_id)}.html"


def to_owner(id_: str) -> str:
    """Return the address of an owner's page; that of nobody's where the id is empty."""
    return f"team/{file_name(id_) if id_ else NOBODY}.html"


def to_debt(slug: str) -> str:
    """Return the address of a debt's page."""
    return f"debt/{file_name(slug)}.html"


def asset_anchor(id_: str) -> str:
    """Return the name of an asset's place on the map."""
    return f"asset-{anchor(id_)}"


def to_asset(id_: str) -> str:
    """Return the address of an asset on the map."""
    return f"{MAP}#{quote(asset_anchor(id_), safe='@*:!$+,;=~%')}"


def outside(address: object) -> str:
    """Return an address of the world outside that may be linked to: http and https alone; else nothing."""
    text = str(address or "").strip()
    return text if OUTSIDE.fullmatch(text) else ""
