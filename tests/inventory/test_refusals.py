"""Every broken rule of an inventory is one problem that names its file and line."""

from __future__ import annotations

import pytest

ORG = "organisation.yml"
SO = "hosts/so-gddt.yml"
SCHOOL = "hosts/thcs-minh-hoa.yml"
PORTAL = "systems/portal.yml"

LAST = "last: "  # the line is the last, not the first, that holds the text

# These also leave something that named the old word with nothing to name.
WITH_CONSEQUENCES = {
    "name of a group",
    "zone twice",
    "unit twice",
    "area twice",
    "person twice",
    "system without its device",
}

# file, text to replace, its replacement, text on the line that must be named, words that must be said
CASES = {
    "typo in a host key": (SO, "zone: servers", "zoen: servers", "zoen: servers", "did you mean `zone`"),
    "typo in a port key": (SO, "mode: unused", "mdoe: unused", "mdoe: unused", "did you mean `mode`"),
    "typo in a group": (SO, "switches:", "swiches:", "swiches:", "did you mean `switches`"),
    "typo in a system key": (PORTAL, "operator:", "opperator:", "opperator:", "did you mean `operator`"),
    "missing key": (SO, "      serial_number: LAB-LOG-01\n", "", "log-01:", "the key `serial_number` is missing"),
    "no value": (SO, "model: Chuyển mạch mô phỏng 24 cổng", "model:", "model:\n", "has no value"),
    "wrong kind": (SO, "functions: [web_server]", "functions: web_server", "functions: web", "it must be a list"),
    "yes is not text": (PORTAL, "owner: so-gddt", "owner: yes", "owner: yes", "it must be text"),
    "unknown function": (SO, "[web_server]", "[webserver]", "[webserver]", "allowed: web_server"),
    "unknown class": (SO, "device_class: switch", "device_class: router", "class: router", "allowed: server, switch"),
    "class of another group": (SO, "class: switch", "class: server", LAST + "class: server", "holds `switch`"),
    "platform of another class": (SO, "platform: cisco_ios", "platform: debian", LAST + "platform: debian", "cisco_ios"),
    "bad host name": (SO, "    portal-01:", "    Portal_01:", "Portal_01", "the name `Portal_01` is not allowed"),
    "name of a group": (SO, "    conf-01:", "    switch:", "    switch:", "name of a unit or group"),
    "duplicate address": (SO, "10.99.10.12", "10.99.10.11", LAST + "10.99.10.11", "another device's"),
    "same address written otherwise": (SO, "10.99.10.12", "'::ffff:10.99.10.11'", "::ffff", "cannot be used"),
    "address outside its zone": (SO, "10.99.10.11", "10.99.30.99", "10.99.30.99", "10.99.10.0/24"),
    "address of the gateway": (SO, "10.99.10.11", "10.99.10.1", "ansible_host: 10.99.10.1\n", "gateway"),
    "broadcast address": (SO, "10.99.10.11", "10.99.10.255", "10.99.10.255", "cannot be used"),
    "no address at all": (SO, "10.99.10.11", "10.99.10", "10.99.10\n", "is not an IP address"),
    "unknown zone": (SO, "zone: management\n", "zone: managment\n", "zone: managment", "there are: devices, guests, management"),
    "unknown owner": (SO, "owner: it-officer", "owner: nobody", "owner: nobody", "there are: director"),
    "another site": (SO, "site: so-gddt", "site: thcs-minh-hoa", "site: thcs", "describes the unit `so-gddt`"),
    "date that never was": (SO, "2029-12-31", "2029-02-29", "2029-02-29", "not in the calendar"),
    "date in words": (SO, "2029-12-31", "cuối 2029", "cuối 2029", "not a valid date"),
    "date in quotes": (SO, "2029-12-31", '"2029-12-31"', '"2029-12-31"', "is not a date"),
    "date with a time": (SO, "2029-12-31", "2029-12-31 10:00:00", "10:00:00", "is not a date"),
    "port twice": (SO, "GigabitEthernet1/0/2,", "GigabitEthernet1/0/1,", "zone: staff, description: Phòng K", "twice"),
    "port in an unknown zone": (SO, "zone: guests,", "zone: pupils,", "zone: pupils", "`zone` names something"),
    "trunk with an unknown zone": (SO, "[servers, staff, g", "[servers, stuff, g", "stuff", "`zones` names something"),
    "access port without a zone": (SO, "mode: access, zone: guests,", "mode: access,", "tiếp khách", "`zone` is missing"),
    "unused port with a zone": (SO, "mode: unused}", "mode: unused, zone: staff}", "mode: unused, zone", "not belong"),
    "ports on a server": (SO, "      serial_number: LAB-CONF-01", "      ports: []\n      serial_number: LAB-CONF-01",
                          "ports: []", "not for this device class"),
    "short port name": (SO, "GigabitEthernet1/0/24", "gi1/0/24", "gi1/0/24", "not in the right form"),
    "a Jinja template": (SO, "tủ mạng", "{{ lookup('env', 'HOME') }}", "lookup", "Jinja"),
    "VLAN twice": (ORG, "vlan: 30", "vlan: 10", "id: staff, vlan: 10", "is used on line"),
    "VLAN 1": (ORG, "vlan: 30", "vlan: 1", "vlan: 1,", "every port's default"),
    "VLAN 0": (ORG, "vlan: 30", "vlan: 0", "vlan: 0", "the limits are 1 to 4094"),
    "VLAN 4095": (ORG, "vlan: 30", "vlan: 4095", "vlan: 4095", "the limits are 1 to 4094"),
    "VLAN as text": (ORG, "vlan: 30", "vlan: '30'", "vlan: '30'", "a whole number"),
    "zone twice": (ORG, "{id: staff,", "{id: servers,", "vlan: 30", "`id` is not unique"),
    "subnet with host bits": (ORG, "10.99.30.0/24", "10.99.30.5/24", "10.99.30.5/24", "is not a subnet"),
    "overlapping subnets": (ORG, "10.99.31.0/24", "10.99.30.0/23", "10.99.30.0/23", "overlaps"),
    "gateway elsewhere": (ORG, "10.99.30.1,", "10.99.31.99,", "10.99.31.99", "the subnet is 10.99.30.0/24"),
    "unit twice": (ORG, "id: thcs-minh-hoa", "id: so-gddt", LAST + "id: so-gddt", "not unique"),
    "area twice": (ORG, "id: upland", "id: centre", LAST + "id: centre", "`id` is not unique"),
    "unit of no area": (ORG, "area: upland", "area: hills", "area: hills", "there are: centre, upland"),
    "empty area": (ORG, "area: upland", "area: ''", "area: ''", "there are: centre, upland"),
    "person twice": (ORG, "id: it-officer", "id: director", "Trần", "not unique"),
    "person of no unit": (ORG, "unit: thcs-minh-hoa", "unit: thcs", "unit: thcs,", "there are: so-gddt, thcs-minh-hoa"),
    "log server unknown": (ORG, "log_servers: [log-01]", "log_servers: [log-1]", "log-1]", "there are: ap-01, ap-school"),
    "no log server": (ORG, "log_servers: [log-01]", "log_servers: []", "log_servers", "out of limits"),
    "admin network": (ORG, "[10.99.0.0/16]", "[10.99.0.1/16]", "10.99.0.1/16", "not a subnet"),
    "lab in words": (ORG, "\nlab: true", "\nlab: maybe", "lab: maybe", "true or false"),
    "system without its device": (PORTAL, "portal-01", "portal-02", "portal-02", "there are: ap-01"),
    "device twice": (PORTAL, "[portal-01,", "[portal-01, portal-01,", "portal-01, portal-01", "not unique"),
    "unknown owner unit": (PORTAL, "owner: so-gddt", "owner: so-y-te", "owner: so-y-te", "`owner` names something"),
    "unknown contact": (PORTAL, "contact: it-officer", "contact: x", "contact: x", "`contact` names something"),
    "level 0": (PORTAL, "approved: 3", "approved: 0", "approved: 0", "the limits are 1 to 5"),
    "level 6": (PORTAL, "approved: 3", "approved: 6", "approved: 6", "the limits are 1 to 5"),
    "level true": (PORTAL, "approved: 3", "approved: true", "approved: true", "a whole number"),
    "level without decision": (PORTAL, "decision: QĐ minh họa 01/QĐ-SGDĐT, ", "", "level:", "`decision` is missing"),
    "approved by the wrong person": (PORTAL, "by: director", "by: it-officer", "by: it-officer", "may not approve"),
    "approved by nobody": (PORTAL, "by: director", "by: nobody", "by: nobody", "there are: director"),
    "unknown data kind": (PORTAL, "[public, personal]", "[public, privat]", "privat]", "allowed: public"),
    "duplicate key": (SO, "state: planned", "state: planned\n      state: planned", "", "is repeated"),
    "tab": (SO, "      state: planned", "\tstate: planned", "\tstate: planned", "indented with a tab"),
    "alias": (SO, "owner: it-officer", "owner: &a it-officer", "&a", "an anchor or alias"),
    "python tag": (SO, "state: planned", "state: !!python/name:os.system", "!!python", "a type tag"),
    "vault tag": (SO, "state: planned", "state: !vault x", "!vault", "a type tag"),
    "merge key": (PORTAL, "purpose:", "<<: {a: b}\npurpose:", "<<:", "the merge key"),
    "key read as false": (PORTAL, "purpose:", "off: 1\npurpose:", "off: 1", "neither text nor a whole number"),
    "not a number": (ORG, "vlan: 30", "vlan: .nan", ".nan", "cannot be read"),
    "unclosed bracket": (PORTAL, "[portal-01, sw-so-01]", "[portal-01, sw-so-01", "", "not valid YAML"),
    "second document": (PORTAL, "purpose:", "---\npurpose:", "", "more than one YAML document"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_broken_rule_is_named_with_its_line(spoil, name):
    file, old, new, at, said = CASES[name]
    problems = spoil.replace(file, old, new).problems()
    assert len(problems) == 1 or name in WITH_CONSEQUENCES, "\n".join(map(str, problems))
    found = [problem for problem in problems if said in str(problem).split("\n")[1]]
    assert [problem.file for problem in found] == [spoil.path / file], "\n".join(map(str, problems))
    if at:
        assert found[0].line == spoil.line_of(file, at.removeprefix(LAST), last=at.startswith(LAST))
    assert found[0].line > 0
    for text in (found[0].what, found[0].why, found[0].remedy):
        assert text.vi.strip() and text.en.strip()


def test_a_whole_file_of_another_unit_is_refused(spoil):
    (spoil.path / SCHOOL).rename(spoil.path / "hosts/other.yml")
    words = [problem.what.en for problem in spoil.problems()]
    assert "the file's name is not the id of a unit" in words
    assert words.count("`site` differs from the file's name") == 5


def test_a_name_in_two_files_is_refused(spoil, only_problem):
    spoil.replace(SCHOOL, "    files-01:", "    log-01:").replace(
        "systems/school-files.yml", "files-01", "log-01"
    )
    problem = only_problem(SCHOOL)
    assert "already another device's" in problem.what.en
    assert "so-gddt.yml:" in problem.why.en


def test_a_device_of_no_system_is_refused(spoil, only_problem):
    spoil.replace("systems/department-network.yml", "ap-01, ", "")
    problem = only_problem(SO)
    assert problem.line == spoil.line_of(SO, "ap-01:")
    assert "belongs to no information system" in problem.what.en


@pytest.mark.parametrize("content", ["", "# nothing\n", "---\n", "---\n...\n", "\n\n"])
def test_an_empty_file_is_refused(spoil, only_problem, content):
    spoil.write(PORTAL, content)
    assert "the file is empty" in only_problem(PORTAL).what.en


@pytest.mark.parametrize("content", ["null\n", "[]\n", "word\n", "{}\n", "3\n"])
def test_a_file_that_is_no_map_is_refused(spoil, content):
    assert spoil.write(PORTAL, content).problems()


def test_a_file_in_another_encoding_is_refused(spoil, only_problem):
    spoil.write(PORTAL, "name: ok\npurpose: Sở\n".encode("utf-16"))
    assert "not UTF-8" in only_problem(PORTAL).what.en


def test_a_missing_file_is_refused(spoil, only_problem):
    (spoil.path / ORG).unlink()
    assert "cannot be read" in only_problem(ORG).what.en


def test_a_missing_folder_is_refused(spoil, tmp_path):
    from truongluy import inventory

    assert "there is no such folder" in inventory.validate(tmp_path / "none")[0].what.en


@pytest.mark.parametrize("stranger", ["hosts/group.yaml", "hosts/note.txt", "systems/x.json"])
def test_a_stray_file_is_refused(spoil, only_problem, stranger):
    spoil.write(stranger, "a: b\n")
    assert "only .yml files" in only_problem(stranger).what.en


def test_group_variables_beside_the_hosts_are_refused(spoil, only_problem):
    (spoil.path / "hosts" / "group_vars").mkdir()
    assert "only .yml files" in only_problem("hosts/group_vars").what.en


def test_every_problem_is_told_at_once(spoil):
    spoil.replace(SO, "zone: servers", "zone: nowhere").replace(ORG, "vlan: 30", "vlan: 10")
    spoil.replace(PORTAL, "contact: it-officer", "contact: x")
    assert {problem.file.name for problem in spoil.problems()} == {"so-gddt.yml", ORG, "portal.yml"}
