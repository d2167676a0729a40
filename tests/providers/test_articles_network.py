"""Which addresses may be connected to."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressroom.providers.articles.network import is_loopback, is_public

PUBLIC = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:82a::200e"]

NOT_PUBLIC = {
    "this machine": ["127.0.0.1", "127.8.9.10", "::1"],
    "nowhere": ["0.0.0.0", "0.1.2.3", "::"],  # noqa: S104  # addresses that are refused
    "private networks": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"],
    "one link": ["169.254.1.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "fec0::1"],
    "carriers": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "many": ["224.0.0.1", "239.1.2.3", "ff02::1"],
    "documentation and benchmarks": [
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "198.18.0.1",
        "2001:db8::1",
        "3fff::1",
    ],
    "nobody yet": ["240.0.0.1", "255.255.255.255", "100::1", "5f00::1", "4000::1"],
    "protocols": ["192.0.0.1", "192.88.99.1", "2001::1", "2001:2::1", "2001:10::1"],
    "IPv4 mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::ffff:0:127.0.0.1"],
    "IPv4 translated": ["64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::a00:1"],
    "IPv4 in a tunnel": ["2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "ISATAP": ["2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:10.0.0.1"],
    "a cloud's own": ["168.63.129.16"],
    "no address at all": ["", "localhost", "1.2.3", "1.2.3.4.5", "0x7f.1"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_server_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [one for group in NOT_PUBLIC.values() for one in group])
def test_what_is_no_public_server_is_not_asked(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_otherwise(address: IPv4Address | IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_another_s_clothes_is_never_public(address: IPv4Address) -> None:
    number = int(address)
    clothed = [number, 0xFFFF << 32 | number, 0x0064FF9B << 96 | number, 0x2002 << 112 | number << 80]
    assert not any(is_public(str(IPv6Address(one))) for one in clothed)


def test_loopback_is_this_machine_and_nothing_else() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("127.9.9.9")
    assert is_loopback("::1")
    assert not any(map(is_loopback, ["10.0.0.1", "0.0.0.0", "::", "8.8.8.8", "localhost"]))  # noqa: S104  # as above
    assert ip_address("127.0.0.1").is_loopback
