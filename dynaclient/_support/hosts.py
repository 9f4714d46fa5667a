"""Names of hosts: which of them are this machine. Looks nothing up."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own by itself. Source: RFC 6761 section 6.3; RFC 1122, RFC 4291.

    Other ways to write a number, such as `0x7f.1`, are none.
    """
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
