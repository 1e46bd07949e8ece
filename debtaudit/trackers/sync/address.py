"""Addresses that a token may be sent to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

from debtaudit.trackers.sync.failures import Unsafe

METADATA: Final = frozenset({"fd00:ec2::254", "100.100.100.200", "168.63.129.16"})
"""Where clouds answer questions about a machine, outside of the link-local range."""
PORTS: Final = {"https": 443, "http": 80}


def checked(url: str) -> str:
    """Return an address without the slash at its end.

    Raises:
        Unsafe: when it is not https (http to this machine is fine), or holds a name, a password, a query or a fragment,
            or leads to an address of the machine's own network.

    """
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise Unsafe(f"'{url}' is no address of a server", "write it as https://tracker.example.com") from None
    if parts.scheme not in PORTS or not host:
        raise Unsafe(f"'{url}' is no address of a server", "write it as https://tracker.example.com")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise Unsafe("the address of a server must hold no name, password, query or fragment", "give the token apart")
    if parts.scheme == "http" and not _is_loopback(host):
        raise Unsafe(f"{url} would send the token in the clear", "use https")
    _refuse_link_local(host, host)
    return url.strip().rstrip("/")


def resolved(url: str) -> None:
    """Look a server's name up, and refuse what leads to the machine's own network.

    Raises:
        Unsafe: when it does.

    """
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return  # the connection will tell, or a proxy knows better
    for *_rest, address in found:
        _refuse_link_local(str(address[0]), host)


def origin(url: str) -> str:
    """Return scheme, host and port, in one way of writing."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "no server"
    return f"{parts.scheme}://{(parts.hostname or '').lower()}" + (
        "" if port == PORTS.get(parts.scheme) else f":{port}"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_link_local(address: str, host: str) -> None:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if ip.is_link_local or ip.is_unspecified or ip.is_multicast or str(ip) in METADATA:
        raise Unsafe(f"{host} is an address of the machine's own network ({ip}), where no tracker is")
