"""Bills of materials (CycloneDX 1.6), one for each image: what is in it, hashes, licences, who asked for it.

The same locks give the same bill to the byte: no time, and a serial number made from what it lists.
"""

import json
import tomllib
from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from deploy.supply.licences import licence_of
from deploy.supply.locks import PYTHON, ROOT, Pin, image_pins

_HASHES = {PYTHON: HashAlgorithm.SHA_256, "npm": HashAlgorithm.SHA_512}


def bill(service: str) -> str:
    """What the image of ``service`` is made of, as CycloneDX JSON."""
    pins = image_pins(service)
    product = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    root = Component(
        name=f"{product['name']}/{service}",
        version=product["version"],
        type=ComponentType.APPLICATION,
        bom_ref=service,
        licenses=[LicenseFactory().make_from_string(product["license"])],
    )
    return _written(root, {pin: _component(pin) for pin in pins})


def faults(text: str) -> list[str]:
    """What CycloneDX's own schema has against a bill."""
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return [str(error)] if error else []


def _written(root: Component, components: dict[Pin, Component]) -> str:
    bom = Bom(components=components.values())
    bom.metadata.component = root
    for each, needed in _needed_by(root, components):
        bom.register_dependency(each, needed)
    listed = "\n".join(str(each.purl) for each in components.values())
    bom.serial_number = uuid5(NAMESPACE_URL, f"{root.name} {root.version}\n{listed}")
    made = json.loads(JsonV1Dot6(bom).output_as_string())
    del made["metadata"]["timestamp"]
    return json.dumps(made, indent=1, sort_keys=True) + "\n"


def _component(pin: Pin) -> Component:
    purl = _purl(pin)
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED,
        purl=purl,
        bom_ref=str(purl),
        hashes=[HashType(alg=_HASHES[pin.ecosystem], content=each) for each in pin.hashes],
        licenses=[LicenseFactory().make_from_string(licence_of(pin))],
    )


def _purl(pin: Pin) -> PackageURL:
    group, _, name = pin.name.rpartition("/")
    return PackageURL("pypi" if pin.ecosystem == PYTHON else "npm", group or None, name, pin.version)


def _needed_by(
    root: Component, components: dict[Pin, Component]
) -> Iterable[tuple[Component, Sequence[Component]]]:
    """Who needs whom. What nobody else in the image asked for, the product did."""
    names = {pin.name for pin in components}
    asked_elsewhere = [pin for pin in components if set(pin.asked_by) & names]
    direct = [each for pin, each in components.items() if pin not in asked_elsewhere or _of_ours(pin)]
    yield root, direct
    for pin, each in components.items():
        yield each, [other for needed, other in components.items() if pin.name in needed.asked_by]


def _of_ours(pin: Pin) -> bool:
    return "child-death-review" in pin.asked_by
