"""What an account's claims make somebody here, and what a mapping file may say."""

from pathlib import Path
from typing import Any

import pytest

from shared.errors import NotPermitted
from shared.people import Role
from shared.settings import SettingsError
from shared.web.claim_mapping import NOT_FOR_PEOPLE, SHIPPED, Mapped, read_mapping

KEYCLOAK = {
    "sub": "u-7",
    "name": "Sam Demoson",
    "realm_access": {"roles": ["panel-member", "offline_access"]},
}
CIS2: dict[str, Any] = {
    "sub": "910000000001",
    "name": "DEMOSON Sam (Dr)",
    "nhsid_nrbac_roles": [
        {"org_code": "RWE", "role_code": "S0010:G0020:R8001"},
        {"org_code": "XXX", "role_code": "S0010:G0020:R8010"},
    ],
}


def mapped(tmp_path: Path, text: str, roles_claim: str = "roles") -> Mapped:
    file = tmp_path / "mapping.toml"
    file.write_text(text)
    return Mapped(read_mapping(file), roles_claim)


def test_the_shipped_table_maps_every_role_that_an_account_could_always_have() -> None:
    known = {
        "CDR_manager": Role.CDR_MANAGER,
        "cdop-administrator": Role.CDOP_ADMINISTRATOR,
        "panel-member": Role.PANEL_MEMBER,
        "PANEL-CHAIR": Role.PANEL_CHAIR,
        "public_health_analyst": Role.PUBLIC_HEALTH_ANALYST,
        "auditor": Role.AUDITOR,
        "partner-system": Role.NOTIFIER,
        "caldicott-guardian": Role.CALDICOTT_GUARDIAN,
        "police-control-room": Role.POLICE_CONTROL_ROOM,
    }
    shipped = Mapped(read_mapping(SHIPPED), "roles")
    for said, role in known.items():
        assert shipped.person({"sub": "u-1", "roles": [said]}).roles == {role}


@pytest.mark.parametrize("role", sorted(set(Role) - NOT_FOR_PEOPLE))
def test_every_role_of_ours_can_be_mapped(tmp_path: Path, role: Role) -> None:
    found = mapped(tmp_path, f'[[roles]]\nclaim = "groups"\nvalues = {{"4f2a" = "{role}"}}')
    assert found.person({"sub": "u-1", "groups": ["4F2A"]}).roles == {role}


@pytest.mark.parametrize(
    "claims",
    [{}, {"roles": []}, {"roles": ["system", "emperor"]}, {"roles": [{"a": 1}, True, None]}, {"roles": 7}],
)
def test_what_the_mapping_does_not_know_gives_nothing(claims: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted):
        Mapped(read_mapping(SHIPPED), "roles").person({"sub": "u-1", **claims})


def test_nobody_is_somebody_without_an_id() -> None:
    with pytest.raises(NotPermitted):
        Mapped(read_mapping(SHIPPED), "roles").person({"roles": ["auditor"]})


@pytest.mark.parametrize("subject", ["system", "anonymous"])
def test_nobody_comes_as_the_product_itself(subject: str) -> None:
    with pytest.raises(NotPermitted):
        Mapped(read_mapping(SHIPPED), "roles").person({"sub": subject, "roles": ["auditor"]})


def test_claims_inside_others_are_found(tmp_path: Path) -> None:
    shipped = Mapped(read_mapping(SHIPPED), "realm_access.roles")
    assert shipped.person(KEYCLOAK).roles == {Role.PANEL_MEMBER}
    text = """
    [person]
    organisation = "nhsid_nrbac_roles.org_code"
    [[roles]]
    claim = "nhsid_nrbac_roles.role_code"
    values = {"S0010:G0020:R8001" = "panel_chair"}
    [organisations]
    RWE = "University Hospitals"
    """
    person = mapped(tmp_path, text).person(CIS2)
    assert (person.roles, person.organisation) == ({Role.PANEL_CHAIR}, "University Hospitals")


def test_a_claim_whose_own_name_holds_dots_is_written_as_a_list(tmp_path: Path) -> None:
    text = '[[roles]]\nclaim = ["https://id.example/roles"]\nvalues = {a = "auditor"}'
    person = mapped(tmp_path, text).person({"sub": "u", "https://id.example/roles": "a b"})
    assert person.roles == {Role.AUDITOR}


def test_an_organisation_that_the_table_lacks_is_none_and_without_a_table_it_is_what_was_said(
    tmp_path: Path,
) -> None:
    roles = '[[roles]]\nvalues = {a = "auditor"}\n'
    claims = {"sub": "u", "roles": "a", "organisation": "XYZ"}
    assert mapped(tmp_path, roles).person(claims).organisation == "XYZ"
    assert mapped(tmp_path, f'{roles}[organisations]\nRWE = "Hospitals"').person(claims).organisation == ""


FAULTY = {
    "not a role of ours": ('[[roles]]\nvalues = {a = "emperor", b = "king"}', ["a", "b", "cdr_manager"]),
    "not for people": ('[[roles]]\nvalues = {a = "system"}', ["nobody can be given the role 'system'"]),
    "no roles": ('[person]\nid = "sub"', ["roles"]),
    "no values": ("[[roles]]\nvalues = {}", ["roles.0.values"]),
    "a word misspelt": ('[[roles]]\nclaims = "x"\nvalues = {a = "auditor"}', ["roles.0.claims"]),
    "two meanings": (
        '[[roles]]\nvalues = {a-b = "auditor", A_B = "cdr_manager"}',
        ["'A_B' stands there twice"],
    ),
    "an organisation twice": (
        '[organisations]\na = "One"\nA = "Two"\n[[roles]]\nvalues = {a = "auditor"}',
        ["stand there twice: a"],
    ),
    "several at once": (
        '[person]\nname = 7\nnickname = "x"\n[[roles]]\nvalues = {a = "x"}',
        ["person.name", "person.nickname", "roles.0.values.a"],
    ),
    "not TOML": ("roles = [", ["it is not TOML"]),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_file_is_refused_naming_each_fault(tmp_path: Path, case: str) -> None:
    text, named = FAULTY[case]
    with pytest.raises(SettingsError) as refused:
        mapped(tmp_path, text)
    for each in ("CDOP_OIDC_MAPPING_FILE", *named):
        assert each in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")
