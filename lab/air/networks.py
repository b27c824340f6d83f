"""How a client is told about each kind of network, in wpa_supplicant's own words."""

from __future__ import annotations

from collections.abc import Iterable

PMF_OFF, PMF_REQUIRED = "0", "2"


def frequency(band: str, channel: int) -> int:
    """The middle of a 20 MHz channel in MHz."""
    return 2407 + 5 * channel if band == "2.4GHz" else 5000 + 5 * channel


def _base(ssid: str, frequencies: Iterable[int]) -> dict[str, str]:
    # Only the channels that the inventory names: a scan of all bands costs seconds and shows nothing more.
    listed = " ".join(str(one) for one in frequencies)
    return {"ssid": ssid, "scan_freq": listed, "freq_list": listed}


def sae(ssid: str, key: str, frequencies: Iterable[int], *, pmf: str = PMF_REQUIRED) -> dict[str, str]:
    """WPA3 with a passphrase."""
    return {**_base(ssid, frequencies), "key_mgmt": "SAE", "sae_password": key, "ieee80211w": pmf}


def wpa2(ssid: str, key: str, frequencies: Iterable[int]) -> dict[str, str]:
    """WPA2 with a passphrase, as old devices have it."""
    return {
        **_base(ssid, frequencies),
        "key_mgmt": "WPA-PSK",
        "psk": key,
        "proto": "RSN",
        "ieee80211w": PMF_OFF,
    }


def owe(ssid: str, frequencies: Iterable[int]) -> dict[str, str]:
    """Encryption without a password."""
    return {**_base(ssid, frequencies), "key_mgmt": "OWE", "ieee80211w": PMF_REQUIRED}


def open_network(ssid: str, frequencies: Iterable[int]) -> dict[str, str]:
    """No protection at all."""
    return {**_base(ssid, frequencies), "key_mgmt": "NONE"}


def peap(
    ssid: str,
    account: str,
    password: str,
    server: str,
    frequencies: Iterable[int],
    *,
    pmf: str = PMF_REQUIRED,
) -> dict[str, str]:
    """An account and a password inside TLS; the client accepts only the named server (its CA is a file)."""
    return {
        **_enterprise(ssid, account, server, frequencies, pmf),
        "eap": "PEAP",
        "password": password,
        "phase2": "auth=MSCHAPV2",
    }


def tls(
    ssid: str, account: str, server: str, frequencies: Iterable[int], *, pmf: str = PMF_REQUIRED
) -> dict[str, str]:
    """A client certificate; certificate and key are files."""
    return {**_enterprise(ssid, account, server, frequencies, pmf), "eap": "TLS"}


def _enterprise(ssid: str, account: str, server: str, frequencies: Iterable[int], pmf: str) -> dict[str, str]:
    return {
        **_base(ssid, frequencies),
        "key_mgmt": "WPA-EAP-SHA256",
        "ieee80211w": pmf,
        "identity": account,
        "domain_suffix_match": server,
    }
