"""The compose files say what the specification allows and what the code reads, listens on and answers."""

import copy
import json
import re
import subprocess
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft7Validator
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from typer.main import get_command

from deploy.cli import app
from deploy.services import BY_NAME, SERVICES
from shared.settings import Settings, SettingsError, load_settings
from shared.web import create_web
from tests.architecture.composition import (
    FILES,
    ROOT,
    SCHEMA,
    asked_for_health,
    composed,
    env_example,
    environment_names_read,
    option_variables,
    ours,
    parsed,
    services,
    text_of,
    upstreams,
    variables,
)

FIELDS = {f"CDOP_{name.upper()}" for name in Settings.model_fields}
EACH = pytest.mark.parametrize("name", services())
EACH_OF_OURS = pytest.mark.parametrize("name", ours())


def faults(file: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text())
    assert schema["title"] == "Compose Specification"
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(schema).iter_errors(file)]


@pytest.mark.parametrize("file", FILES)
def test_a_compose_file_is_what_the_compose_specification_allows(file: str) -> None:
    assert faults(composed(file)) == []


def test_the_specification_notices_a_slip_of_the_pen() -> None:
    wrong = copy.deepcopy(composed())
    wrong["services"]["gateway"]["port"] = ["80:80"]
    wrong["services"]["kafka"]["healthcheck"]["intervall"] = "5s"
    wrong["services"]["panel-web"]["depends_on"]["kafka"]["condition"] = "service_wealthy"
    assert len(faults(wrong)) == 3


@EACH_OF_OURS
def test_a_container_runs_a_command_that_exists_for_the_service_its_image_holds(name: str) -> None:
    container = ours()[name]
    asked = parsed(container).params.get("service")
    built = container["build"]["args"]["SERVICE"]
    assert container["image"].startswith(f"child-death-review/{built}:")
    assert asked in (built, None)
    assert (ROOT / container["build"]["dockerfile"]).is_file()


def test_every_service_has_a_web_and_a_worker() -> None:
    running = {(each["command"][1], parsed(each).params.get("service")) for each in ours().values()}
    assert running == {(verb, name) for verb in ("serve", "work") for name in BY_NAME} | {("migrate", None)}


@EACH_OF_OURS
def test_a_container_that_listens_does_so_for_the_others_and_is_asked_for_its_health_there(name: str) -> None:
    container = ours()[name]
    listening = parsed(container).params
    if container["command"][1] == "migrate":
        assert container["healthcheck"] == {"disable": True}
        return
    port, path = asked_for_health(container)
    assert port == listening["port"]
    assert path in _answered(path)
    assert listening["host"] == "0.0.0.0"


def test_the_gateway_passes_each_prefix_to_the_web_that_serves_it() -> None:
    passed = {
        path: (parsed(ours()[container]).params["service"], port, parsed(ours()[container]).params["port"])
        for path, container, port in upstreams()
    }
    assert passed == {
        **{f"{service.prefix}*": (service.name, 8000, 8000) for service in SERVICES[1:]},
        "": (SERVICES[0].name, 8000, 8000),
    }
    assert services()["gateway"]["depends_on"].keys() == {container for _, container, _ in upstreams()}


def test_what_the_gateway_keeps_inside_is_there_to_be_kept_inside() -> None:
    kept = set(re.findall(r"@inside path (.*)", text_of("deploy/gateway/routes.caddy"))[0].split())
    assert {path for path in kept if not path.endswith("/*")} == {"/metrics", "/ready"}
    assert _answered("/metrics", "/ready", "/neither") == {"/metrics", "/ready"}


def test_the_gateway_takes_no_less_than_the_services_do() -> None:
    most = re.findall(r"max_size (\d+)MB", text_of("deploy/gateway/routes.caddy"))
    assert int(most[0]) * 1_000_000 > Settings.model_fields["max_request_bytes"].default


@pytest.mark.parametrize("file", FILES)
def test_every_variable_given_to_a_container_is_one_the_code_reads(file: str) -> None:
    known = FIELDS | option_variables() | environment_names_read()
    containers = composed(file)["services"].values()
    given = set(chain.from_iterable(each.get("environment", ()) for each in containers))
    assert {name for name in given if name.startswith("CDOP_")} <= known


def test_every_variable_given_to_the_image_is_one_the_code_reads() -> None:
    dockerfile = text_of("deploy/Dockerfile")
    given = set(re.findall(r"^\s+([A-Z_]+)=", dockerfile, flags=re.MULTILINE)) - {"SERVICE"}
    ours_alone = {name for name in given if not name.startswith("PYTHON")}
    assert ours_alone == {"CDOP_HOST", "PORT"} <= option_variables()


def test_every_secret_of_ours_is_a_setting_and_every_other_one_is_read_where_it_goes() -> None:
    for file in FILES:
        for name in composed(file).get("secrets", {}):
            if name.startswith("cdop_"):
                assert name.upper() in FIELDS
            else:
                readers = ("deploy/gateway/tls.Caddyfile", "deploy/compose/kafka/server.properties")
                texts = "".join(map(text_of, (FILES[0], *readers)))
                started = text_of("deploy/compose/postgres/start.sh").replace("$secrets", "/run/secrets")
                assert f"/run/secrets/{name}" in texts + started


@pytest.fixture(scope="session")
def made_secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    subprocess.run(["sh", "deploy/make-secrets.sh", str(folder)], check=True, cwd=ROOT, capture_output=True)
    return folder


def test_every_secret_is_made_by_the_script_or_is_the_certificate(made_secrets: Path) -> None:
    named = set(chain.from_iterable(composed(file).get("secrets", {}) for file in FILES))
    assert named - {"tls_certificate", "tls_key"} == {file.name for file in made_secrets.iterdir()}


def test_secrets_that_are_there_stay_as_they_are(made_secrets: Path) -> None:
    before = {file.name: file.read_text() for file in made_secrets.iterdir()}
    subprocess.run(["sh", "deploy/make-secrets.sh", str(made_secrets)], check=True, cwd=ROOT)
    assert {file.name: file.read_text() for file in made_secrets.iterdir()} == before
    assert made_secrets.stat().st_mode & 0o077 == 0


@pytest.fixture
def inside(made_secrets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands in a container of ours: its environment, and the secrets it is given and no others."""

    def enter(name: str, **given: str) -> None:
        container = composed(**given)["services"][name]
        folder = tmp_path / name
        folder.mkdir()
        for secret in container["secrets"]:
            (folder / secret).write_text((made_secrets / secret).read_text())
        for variable in FIELDS:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in container["environment"].items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setenv("CDOP_SECRETS_DIR", str(folder))

    return enter


@EACH_OF_OURS
def test_a_container_has_every_setting_it_needs_and_its_own_database_only(name: str, inside: Any) -> None:
    inside(name, **env_example())
    mine = parsed(ours()[name]).params.get("service")
    settings = load_settings([mine] if mine else BY_NAME)
    assert not settings.demo
    assert settings.https
    for other in BY_NAME.keys() - {mine} if mine else ():
        with pytest.raises(SettingsError):
            settings.database_url(other)


@EACH_OF_OURS
def test_without_a_way_to_sign_in_nothing_starts_except_the_demonstration(
    name: str, inside: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside(name)
    with pytest.raises(SettingsError, match="CDOP_OIDC_ISSUER"):
        load_settings()
    for variable, value in composed("deploy/compose.demo.yml")["services"][name]["environment"].items():
        monkeypatch.setenv(variable, value)
    assert load_settings().demo


@EACH_OF_OURS
def test_a_web_believes_the_gateway_about_who_is_asking(name: str) -> None:
    serves = ours()[name]["command"][1] == "serve"
    assert ("CDOP_TRUSTED_PROXIES" in ours()[name]["environment"]) == serves


def test_what_can_be_set_is_in_the_example_and_nothing_else_is() -> None:
    assert set(chain.from_iterable(variables(file) for file in FILES)) == env_example().keys()


@EACH
def test_a_container_can_do_little_and_takes_only_its_share(name: str) -> None:
    container = services()[name]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "gateway" else [])
    assert "no-new-privileges:true" in container["security_opt"]
    assert int(container["user"].split(":")[0]) > 0
    assert container["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert container["healthcheck"]
    assert container["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & container.keys()


@EACH
def test_a_container_can_have_replicas_and_only_the_gateway_is_seen_from_outside(name: str) -> None:
    container = services()[name]
    assert "container_name" not in container
    if name == "gateway":
        assert [port.split(":")[0] for port in container["ports"]] == ["127.0.0.1"]
        assert _listening("Caddyfile") == {container["ports"][0].split(":")[-1]}
        assert container["healthcheck"]["test"][-1] in _listening("Caddyfile") & _listening("tls.Caddyfile")
    else:
        assert "ports" not in container


def test_the_gateway_with_tls_listens_where_it_is_published() -> None:
    published = composed("deploy/compose.tls.yml")["services"]["gateway"]["ports"]
    assert {port.split(":")[-1] for port in published} < _listening("tls.Caddyfile")


def test_only_webs_the_gateway_and_whoever_sends_messages_reach_the_outside() -> None:
    inside = {name for name, network in composed()["networks"].items() if network.get("internal")}
    outside = {name for name, each in services().items() if set(each["networks"]) - inside}
    webs = {container for _, container, _ in upstreams()}
    assert outside == {"gateway", "notifications-worker"} | webs


def test_every_network_volume_and_secret_is_declared_and_used() -> None:
    for kind, used in (
        ("networks", {each for container in services().values() for each in container["networks"]}),
        ("volumes", {each.split(":")[0] for each in _volumes() if not each.startswith("./")}),
        ("secrets", {each for container in services().values() for each in container.get("secrets", ())}),
    ):
        assert composed()[kind].keys() == used


def test_every_file_that_is_mounted_is_there_and_cannot_be_written() -> None:
    mounted = [each.split(":") for each in _volumes() if each.startswith("./")]
    assert len(mounted) == 4
    for source, _, mode in mounted:
        assert (ROOT / source).exists()
        assert mode == "ro"


def test_every_file_a_command_names_is_mounted_there() -> None:
    named = [
        (each, argument)
        for file in FILES
        for each, container in composed(file)["services"].items()
        for argument in (*container.get("entrypoint", ()), *container.get("command", ()))
        if str(argument).startswith("/etc/")
    ]
    assert len(named) == 5
    for each, argument in named:
        mounts = [volume.split(":") for volume in services()[each]["volumes"]]
        sources = [
            ROOT / source / argument[len(target) + 1 :] for source, target, *_ in mounts if target in argument
        ]
        assert [source for source in sources if source.is_file()], argument


@EACH
def test_nothing_waits_for_what_is_not_there(name: str) -> None:
    for other, how in services()[name].get("depends_on", {}).items():
        ends = services()[other]["restart"] == "no"
        assert how["condition"] == ("service_completed_successfully" if ends else "service_healthy")


@EACH
def test_an_image_is_a_version_and_not_whatever_is_newest(name: str) -> None:
    image = services()[name]["image"]
    assert name in ours() or re.search(r":\d+\.\d+\.\d+", image)


def test_the_broker_is_of_the_version_the_tests_run() -> None:
    version = re.findall(r"<kafka.version>(.+)</kafka.version>", text_of("deploy/kafka/pom.xml"))
    assert services()["kafka"]["image"].split(":")[-1] == version[0]


def test_the_base_images_are_the_same_in_the_compose_file_and_the_image_s_own() -> None:
    own = dict(re.findall(r"^ARG (\w+_IMAGE)=(\S+)$", text_of("deploy/Dockerfile"), flags=re.MULTILINE))
    assert len(own) == 2
    for container in ours().values():
        arguments = container["build"]["args"]
        assert {name: arguments[name] for name in own} == own


def test_nothing_in_the_event_log_lapses_and_no_topic_makes_itself() -> None:
    lines = text_of("deploy/compose/kafka/server.properties").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert settings["log.retention.ms"] == settings["log.retention.bytes"] == "-1"
    assert settings["auto.create.topics.enable"] == "false"
    assert "kafka:9092" in settings["advertised.listeners"]
    kafka = services()["kafka"]
    assert f"{settings['log.dirs']}" in {each.split(":")[1] for each in kafka["volumes"]}


def test_the_table_of_settings_names_every_setting_with_its_default() -> None:
    rows = dict(
        re.findall(r"^\| `(CDOP_[A-Z_]+)` \| ([^|]*) \|", text_of("deploy/README.md"), flags=re.MULTILINE)
    )
    settings = {f"CDOP_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert rows.keys() == settings.keys()
    for name, field in settings.items():
        assert rows[name] == _default(field), name


def test_the_readme_speaks_of_files_and_commands_that_are_there() -> None:
    text = text_of("deploy/README.md")
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / "deploy" / path).exists(), path
    for command in re.findall(r"\bcdop ([a-z][a-z-]+)", text):
        assert command in get_command(app).commands, command  # type: ignore[attr-defined]
    named = set(re.findall(r"\bCDOP_[A-Z_]+\b", text))
    assert named <= FIELDS | option_variables() | environment_names_read()


def test_secrets_data_and_what_was_built_here_stay_out_of_the_image() -> None:
    lines = [line for line in text_of(".dockerignore").splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    allowed = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("deploy/Dockerfile"), flags=re.MULTILINE)
    assert {source.split("/")[0] for sources in copied for source in sources.split()} == allowed
    assert {".env", "secrets/"} <= set(text_of(".gitignore").splitlines())


def _answered(*paths: str) -> set[str]:
    """Those of ``paths`` that every process answers, whichever service it is."""
    settings: dict[str, Any] = {"events_url": "kafka://kafka", "secret_key": "x" * 40, "demo": True}
    asking = TestClient(create_web(Settings(**settings), (), {}))
    return {path for path in paths if asking.get(path).status_code != 404}


def _default(field: FieldInfo) -> str:
    """As the table says it."""
    if field.is_required():
        return "needed"
    plain = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    return f"`{str(plain).lower() if isinstance(plain, bool) else plain}`" if str(plain) else ""


def _listening(file: str) -> set[str]:
    return set(re.findall(r"\{\$GATEWAY_(?:TLS_)?LISTEN:(\d+)\}", text_of(f"deploy/gateway/{file}")))


def _volumes() -> list[str]:
    return [each for container in services().values() for each in container.get("volumes", ())]
