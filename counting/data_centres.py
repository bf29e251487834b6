"""Networks of computing centres, from which programs come and people do not.

A short list of widely known ones. Left out: networks that carry people, such as company proxies, VPNs and private
relays. A site that has a better list names its file in BROADSHEET_DATA_CENTRES: a network on each line, which
replaces this one; what stands behind `#` is a remark.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final

from django.conf import settings

KNOWN: Final = """
3.64.0.0/12 3.120.0.0/14 18.130.0.0/16 18.184.0.0/15 34.192.0.0/10 35.156.0.0/14 35.160.0.0/13 35.168.0.0/13
35.176.0.0/13 52.0.0.0/11 52.32.0.0/11 54.144.0.0/12 54.160.0.0/11 2600:1f00::/24  # Amazon
34.64.0.0/10 34.128.0.0/10 35.184.0.0/13 35.192.0.0/11 35.224.0.0/12 35.240.0.0/13 104.196.0.0/14 2600:1900::/28  # Google
13.64.0.0/11 20.36.0.0/14 40.64.0.0/10 52.224.0.0/11 104.40.0.0/13 2603:1000::/24  # Microsoft
129.146.0.0/16 132.145.0.0/16  # Oracle
104.131.0.0/16 138.197.0.0/16 138.68.0.0/16 159.65.0.0/16 159.89.0.0/16 165.227.0.0/16 167.99.0.0/16 2604:a880::/32  # DigitalOcean
65.108.0.0/15 78.46.0.0/15 88.198.0.0/16 95.216.0.0/15 116.202.0.0/15 135.181.0.0/16 138.201.0.0/16 2a01:4f8::/32  # Hetzner
51.38.0.0/16 51.68.0.0/16 51.75.0.0/16 51.77.0.0/16 54.36.0.0/16 137.74.0.0/16 145.239.0.0/16 2001:41d0::/32  # OVH
45.33.0.0/17 45.56.64.0/18 139.162.0.0/16 172.104.0.0/15 2600:3c00::/28  # Linode
45.32.0.0/16 45.63.0.0/17 45.76.0.0/16 108.61.0.0/16 2001:19f0::/32  # Vultr
51.15.0.0/16 163.172.0.0/16  # Scaleway
173.212.192.0/18 2a02:c200::/29  # Contabo
"""

# By IP version: masks, each with the networks that have it.
Networks = dict[int, list[tuple[int, frozenset[int]]]]


@lru_cache(maxsize=1_024)
def is_data_centre(address: str) -> bool:
    """Whether the address lies in one of the networks; False for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    number, groups = int(parsed), _networks()[parsed.version]
    return any(number & mask in networks for mask, networks in groups)


@cache
def _networks() -> Networks:
    """The table that the settings name, or ours.

    Raises:
        ValueError: a line holds something else than networks.
    """
    file: Path | None = settings.DATA_CENTRES
    return parse_networks((file.read_text() if file else KNOWN).splitlines())


def parse_networks(lines: Iterable[str]) -> Networks:
    """Networks by white space, remarks behind `#`.

    Raises:
        ValueError: something else stands there.
    """
    found: dict[int, dict[int, set[int]]] = {4: {}, 6: {}}
    for line in lines:
        for word in line.partition("#")[0].split():
            network = ip_network(word)
            by_mask = found[network.version]
            by_mask.setdefault(int(network.netmask), set()).add(int(network.network_address))
    return {
        version: [(mask, frozenset(networks)) for mask, networks in by_mask.items()]
        for version, by_mask in found.items()
    }
