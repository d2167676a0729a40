"""Which addresses of the internet may be connected to: those of public servers, and no others."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NOT_PUBLIC = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
)
"""IANA's special-purpose IPv4 addresses, multicast and the reserved rest; the last is where a cloud tells its machines.

Written out, for what `ipaddress` calls global differs between releases of Python.
"""

PUBLIC_IPV6 = IPv6Network("2000::/3")
"""All that is given out as global unicast; mapped, translated, local and multicast addresses lie outside."""

NOT_PUBLIC_IPV6 = tuple(IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
"""Within it: tunnels that carry an IPv4 address, benchmarks, documentation."""

ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
"""The third quarter of an IPv6 address that carries an IPv4 one (RFC 5214)."""


def is_public(address: str) -> bool:
    """Return whether an address is that of a public server; what is no address at all is not."""
    match _parsed(address):
        case IPv4Address() as ipv4:
            return not any(ipv4 in network for network in NOT_PUBLIC)
        case IPv6Address() as ipv6:
            return (
                ipv6 in PUBLIC_IPV6
                and not any(ipv6 in network for network in NOT_PUBLIC_IPV6)
                and ipv6.packed[8:12] not in ISATAP
            )
        case _:
            return False


def is_loopback(address: str) -> bool:
    """Return whether an address leads back to this machine: in 127.0.0.0/8, or ::1."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None
