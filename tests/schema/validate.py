# SPDX-License-Identifier: MIT
"""Validates the descriptors below a folder against the schemas that the program prints.

    validate.py SCHEMAS FOLDER      SCHEMAS holds review.json, study.json and references.json

Exit code 0: all are valid, 1: some are not, 2: the check itself could not be done.
"""
import json
import pathlib
import re
import sys

try:
    import yaml
    from jsonschema import Draft202012Validator
except ImportError as missing:
    print(f"{missing}: install python3-yaml and python3-jsonschema", file=sys.stderr)
    sys.exit(2)


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core types: no dates, and `no` is a word."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^-?[0-9]+$", list("-0123456789")),
    ("float", r"^-?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$", list("-.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def construct_float(loader, node):
    return float(loader.construct_scalar(node))


CoreLoader.add_constructor("tag:yaml.org,2002:float", construct_float)


def kind_of(path):
    return path.stem if path.name in ("review.yaml", "references.yaml") else "study"


def main(schemas, folder):
    validators = {}
    for kind in ("review", "study", "references"):
        schema = json.loads((pathlib.Path(schemas) / f"{kind}.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validators[kind] = Draft202012Validator(schema)
    files = sorted(p for p in pathlib.Path(folder).rglob("*.yaml") if p.name != "published.yaml")
    if not files:
        print(f"no descriptors below {folder}", file=sys.stderr)
        return 2
    wrong = 0
    for path in files:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)
        for error in validators[kind_of(path)].iter_errors(content):
            wrong += 1
            place = "/".join(str(part) for part in error.absolute_path)
            print(f"{path}: {place}: {error.message}", file=sys.stderr)
    print(f"{len(files)} descriptors, {wrong} mistakes", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
