"""No request leaves for a private address: judged on the address that is connected to, and bound by a deadline.

A name is resolved once, its addresses are judged, and the connection is made to one of those, so a name that resolves
otherwise the second time gains nothing. TLS still names the host.
"""

import ipaddress
import socket
import ssl
import time
import typing
from collections.abc import Collection, Iterable

import httpcore
import httpx

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SPECIAL = tuple(
    ipaddress.ip_network(net)
    for net in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "64:ff9b:1::/48",
                "100::/64", "2001::/23", "fec0::/10")
)  # fmt: skip
"""Reserved nets that some versions of Python call global."""


class PrivateAddressError(Exception):
    """A host leads to an address that may not be asked; one line."""


class ResolveError(Exception):
    """A host name cannot be resolved; one line."""


def _embedded(address: Ip) -> Ip | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_public(address: Ip) -> bool:
    """Whether an address is one of the public internet: not private, loopback, link-local, shared or reserved."""
    inner = _embedded(address)
    if inner is not None and not is_public(inner):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # judged by the address inside
    reserved = any(address.version == net.version and address in net for net in _SPECIAL)
    return address.is_global and not address.is_multicast and not address.is_reserved and not reserved


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host, as the system gives them. Raises ResolveError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise ResolveError(f"the name {host} cannot be resolved ({reason})") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def judged(host: str, addresses: Iterable[str], allowed: Collection[str]) -> list[str]:
    """The addresses, where all of them may be asked or the host is named in the settings.

    Raises PrivateAddressError where one is not public: a name with a public and a private one is a trick.
    """
    found = list(addresses)
    if host.lower().strip("[]") in allowed:
        return found
    for text in found:
        if not is_public(ipaddress.ip_address(text.partition("%")[0])):
            raise PrivateAddressError(
                f"{host} leads to {text}, which is private, local or reserved; to fetch from it, name {host} in "
                "private_hosts of sources.toml"
            )
    return found


class Deadline:
    """The moment by which an answer must be whole; shared by a client and its connections."""

    def __init__(self) -> None:
        self._at: float | None = None

    def start(self, seconds: float) -> None:
        """Begin to count."""
        self._at = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that the next step may take. Raises httpcore.ReadTimeout where none are left."""
        if self._at is None:
            return timeout if timeout is not None else 60.0
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return min(left, timeout) if timeout is not None else left


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline: a byte now and then does not keep it open."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline):
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to judged addresses only."""

    def __init__(self, allowed: Collection[str], deadline: Deadline):
        self._allowed = frozenset(host.lower() for host in allowed)
        self._deadline = deadline
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve once, judge, connect. Raises PrivateAddressError and ResolveError beside httpcore's errors."""
        addresses = judged(host, resolve(host, port), self._allowed)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._system.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            peer = stream.get_extra_info("server_addr")
            try:
                judged(host, [str(peer[0])] if peer else [], self._allowed)
            except PrivateAddressError:
                stream.close()
                raise
            return _Stream(stream, self._deadline)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[typing.Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: no address of the internet is a file."""
        raise PrivateAddressError("a socket in the file system may not be asked")


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over guarded connections. Proxies of the environment are not used: they could not be judged."""

    def __init__(self, allowed: Collection[str], deadline: Deadline):
        super().__init__(trust_env=True)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=4,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(allowed, deadline),
        )
