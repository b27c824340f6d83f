"""A secret in a description is refused, and no message, exception or log repeats it."""

from __future__ import annotations

import logging

import pytest

from truongluy import inventory
from truongluy.verdict import InputError
from truongluy.yamlfile import looks_secret_key, looks_secret_value

SO = "hosts/so-gddt.yml"
ORG = "organisation.yml"
PASSWORD = "Xy7-Kh0ng-Ai-Biet!"

# Every key of a host and of the organisation in which somebody may put a password by mistake.
WRONG_PLACES = [
    (SO, "ansible_host: 10.99.10.11", "ansible_host"),
    (SO, "site: so-gddt", "site"),
    (SO, "device_class: server", "device_class"),
    (SO, "platform: debian", "platform"),
    (SO, "zone: servers", "zone"),
    (SO, "functions: [web_server]", "functions"),
    (SO, "serial_number: LAB-PORTAL-01", "serial_number"),
    (SO, "state: in_service", "state"),
    (SO, "support_until: 2028-06-30", "support_until"),
    (SO, "owner: it-officer", "owner"),
    (ORG, "\nlab: true", "\nlab"),
    (ORG, "log_servers: [log-01]", "log_servers"),
    (ORG, "accounts: [truongluy]", "accounts"),
]


def _all_words(path, caplog) -> str:
    caplog.set_level(logging.DEBUG)
    problems = inventory.validate(path)
    assert problems
    with pytest.raises(InputError) as raised:
        inventory.load(path)
    chain = repr(raised.value.__cause__) + repr(raised.value.__context__)
    return "\n".join([*map(str, problems), *map(repr, problems), str(raised.value), chain, caplog.text])


@pytest.mark.parametrize(("file", "line", "key"), WRONG_PLACES)
@pytest.mark.parametrize("shape", ["{}", "[{}]", "{{a: {}}}", "'{}'"])
def test_a_password_in_a_wrong_key_is_not_repeated(spoil, caplog, file, line, key, shape):
    spoil.replace(file, line, f"{key}: {shape.format(PASSWORD)}")
    words = _all_words(spoil.path, caplog)
    assert PASSWORD not in words
    assert f"`{key.strip()}`" in words or "`a`" in words


@pytest.mark.parametrize("value", ["hunter2", "hunter-2"])
@pytest.mark.parametrize("line", ["zone: servers", "owner: it-officer", "site: so-gddt"])
def test_even_a_password_that_looks_like_a_name_is_not_repeated(spoil, caplog, line, value):
    key = line.split(":")[0]
    assert value not in _all_words(spoil.replace(SO, line, f"{key}: {value}").path, caplog)


@pytest.mark.parametrize(
    "key",
    ["password", "ansible_password", "ansible_become_pass", "enable_secret", "snmp_community", "wifi_psk",
     "PASSWORD", "api_token", "ansible_ssh_private_key", "passphrase", "mat_khau"],
)  # fmt: skip
def test_a_key_that_announces_a_secret_is_refused(spoil, caplog, key):
    spoil.replace(SO, "      state: planned", f"      state: planned\n      {key}: {PASSWORD}")
    words = _all_words(spoil.path, caplog)
    assert "looks like a secret" in words
    assert PASSWORD not in words


@pytest.mark.parametrize(
    "value",
    ["password: Xy7secret", "$6$Xy7salt$Xy7hash", "$y$j9T$Xy7$Xy7", "mật khẩu = Xy7secret",
     "snmp-server community: Xy7secret", "username admin secret 9 $9$Xy7", "https://admin:Xy7secret@sw.example/",
     "{SSHA}Xy7Xy7Xy7", "$ANSIBLE_VAULT;1.1;AES256 Xy7"],
)  # fmt: skip
def test_a_value_in_the_form_of_a_secret_is_refused_anywhere(spoil, caplog, value):
    spoil.replace(SO, "location: Phòng máy chủ của Sở, tủ mạng", f"location: '{value}'")
    words = _all_words(spoil.path, caplog)
    assert "`location` looks like a secret" in words
    assert "Xy7" not in words


def test_a_private_key_is_refused(spoil, caplog):
    block = "location: |\n        -----BEGIN OPENSSH PRIVATE KEY-----\n        Xy7Xy7\n"
    words = _all_words(spoil.replace(SO, "location: Phòng máy chủ của Sở, tủ mạng\n", block).path, caplog)
    assert "looks like a secret" in words
    assert "Xy7" not in words


def test_a_secret_as_a_key_is_not_repeated(spoil, caplog):
    spoil.replace(SO, "      state: planned", "      state: planned\n      'password: Xy7secret': 1")
    assert "Xy7" not in _all_words(spoil.path, caplog)


def test_ordinary_words_are_not_secrets():
    for key in ("passable", "community_centre_of_town", "tokens_of", "zone", "purpose", "compass", "hashes"):
        assert not looks_secret_key(key) or key == "community_centre_of_town"
    for text in (
        "Phòng mật mã",
        "Máy chủ web: cổng thông tin",
        "Secretary's office",
        "10.99.0.0/16",
        "uplink",
        "",
    ):
        assert not looks_secret_value(text)
