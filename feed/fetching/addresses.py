"""Which addresses of the network we connect to: public unicast, and nothing that stands in for another address.

Python's `is_global` alone is not enough: it lets 6to4, NAT64, IPv4-compatible and site-local addresses through.
Sources: the IANA special-purpose registries (RFC 6890), RFC 6052, RFC 8215, RFC 3056, RFC 4380, RFC 4291.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Address = IPv4Address | IPv6Address

# All that is handed out as public IPv6. What lies outside is NAT64, IPv4-compatible, unique local, link-local,
# site-local, multicast, or unassigned.
PUBLIC_IPV6: Final = IPv6Network("2000::/3")
DENIED_IPV6: Final = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo, ORCHID, benchmarks and other special purposes
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: the address of an IPv4 host in disguise
            "3fff::/20",  # documentation
        ),
    )
)
DENIED_IPV4: Final = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # "this host": Linux takes it for loopback
            "100.64.0.0/10",  # behind a carrier's NAT
            "192.0.0.0/24",  # IETF protocol assignments
            "192.88.99.0/24",  # 6to4 relays
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)


def is_public(address: Address) -> bool:
    """Whether a stranger's link may lead us there. An IPv4-mapped address counts as the IPv4 one it is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        is_denied = any(address in network for network in DENIED_IPV6)
        return address in PUBLIC_IPV6 and not is_denied and address.scope_id is None
    is_denied = any(address in network for network in DENIED_IPV4)
    return address.is_global and not address.is_multicast and not is_denied


def literal_address(host: str) -> Address | None:
    """The address that a host of a URL spells out, without brackets; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
