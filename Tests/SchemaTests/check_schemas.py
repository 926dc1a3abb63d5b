"""Holds the schemas of `netspec schema` to the program, with an independent validator (PyPI: jsonschema, PyYAML).

    python3 Tests/SchemaTests/check_schemas.py .build/release/netspec

- The schemas are schemas, of draft 2020-12 and, since many editors know no later one, of draft 7.
- Right specs, those in `Specs` and in `Right`, are accepted.
- Of the wrong specs beside the compiler's tests, each mistake that a schema can tell is told on its line, and nothing
  is told on other lines.
- Every value of the right specs is replaced by other values: what the program takes, the schema must take, and what the
  program refuses for its type or name, the schema must refuse.
"""

import collections
import glob
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile

from jsonschema import Draft7Validator, Draft202012Validator

from core_yaml import Document, yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHIPPED = "Specs/netspec.schema.json"
WRONG = "Tests/SpecCompilerTests/Wrong"
RIGHT = "Tests/SchemaTests/Right"

# Mistakes that no schema can tell, by the code of their diagnostic: they take the whole network, or other files.
UNTOLD = {
    "ambiguous-module": "takes other files",
    "assertion": "takes the network's totals and shapes",
    "batch-beyond-data": "one field against another",
    "bias-before-batch-norm": "takes the order of layers",
    "auxiliary-place": "takes the order of layers",
    "classes": "takes the network's shapes",
    "contradiction": "one field against another",
    "data-classes": "one field against another",
    "data-shape": "one field against another",
    "division": "takes the value of an expression",
    "double-softmax": "takes the order of layers",
    "duplicate-key": "gone before a schema sees the file",
    "duplicate-module": "takes the catalogue of layers and other files",
    "duplicate-name": "names of steps against each other",
    "empty-range": "one field against another",
    "empty-network": "takes what modules are made of",
    "extends-cycle": "takes other files",
    "extends-missing": "takes other files",
    "impossible-shape": "takes the data's shape",
    "include-cycle": "takes other files",
    "include-missing": "takes other files",
    "key-type": "gone before a schema sees the file",
    "library": "a library is no spec, and is right as a library",
    "loss-place": "takes the order of layers",
    "merge-key": "gone before a schema sees the file",
    "module-cycle": "takes the modules' uses of each other",
    "module-input": "takes the network's shapes",
    "overflow": "takes the value of an expression",
    "override-form": "takes the paths of other files",
    "override-path": "takes the paths of other files",
    "several-documents": "gone before a schema sees the file",
    "shape": "takes the network's shapes",
    "shared-weights": "takes other layers",
    "tag": "gone before a schema sees the file",
    "unknown-alias": "gone before a schema sees the file",
    "unknown-parameter": "names of parameters against each other",
    "unknown-source": "names of steps against each other",
    "single-value": "takes the network's shapes and the batch",
    "unmatched-rule": "takes the names of parameters",
    "unreached-average": "one field against another",
    "unreached-rate": "one field against another",
    "chosen-by-test": "one field against another",
    "two-warmups": "one field against another",
    "unsettled-average": "one field against another",
    "unused-rate": "one field against another",
    "unused-module": "what steps use",
    "unused-parameter": "what a module does",
    "constant-condition": "what an expression names",
    "ambiguous-padding": "takes the network's shapes",
    "unread-output": "takes the order of layers",
    "unseen-input": "takes the network's shapes",
    "unusual-rate": "one field against another",
    "wrong-count": "one field against another",
    "yaml-syntax": "gone before a schema sees the file",
    "zero-weights": "takes the value of an initialiser",
}

# Mistakes that keep the program from telling what else is wrong, or that a schema takes for a further one: a misspelt
# field is a missing one to it.
MISLEADING = {"duplicate-key", "missing-field", "step-form", "unknown-key"}

# Specs whose mistakes leave open which modules there are, so that a schema takes what uses one for a mistake too.
WITHOUT_MODULES = {"include-form.yaml", "modules-form.yaml"}

# Single mistakes of the other codes that no schema can tell, by file and line.
UNTOLD_HERE = {
    ("all-stages.yaml", 17): "a broken module leaves names open",
    ("all-stages.yaml", 21): "a broken module leaves names open",
    ("auxiliary-alone.yaml", 3): "an auxiliary classifier is a step",
    ("auxiliary-place.yaml", 12): "takes the module's layers",
    ("assertion-modules.yaml", 15): "a path, which might be a layer's",
    ("assertion-modules.yaml", 17): "a whole number to JSON",
    ("assertions.yaml", 14): "a path, which might be a layer's",
    ("expression-below-one.yaml", 7): "takes the value of an expression",
    ("expressions-form.yaml", 11): "whether parentheses match",
    ("expressions-form.yaml", 25): "takes the value of a parameter",
    ("extends-insertions.yaml", 11): "any file's modules might be meant",
    ("extends-paths.yaml", 12): "takes other files",
    ("layers-parameter.yaml", 11): "takes the type of a parameter",
    ("rules-fields.yaml", 10): "one of several fields, none of them alone",
    ("layers-parameter.yaml", 17): "takes the type of a parameter",
    ("parameter-declarations.yaml", 9): "one field against another",
    ("parameter-declarations.yaml", 13): "one field against another",
    ("parameter-declarations.yaml", 17): "one field against another",
    ("parameter-declarations.yaml", 25): "one field against another",
    ("parameter-defaults.yaml", 23): "takes the value of an expression",
    ("repeat-fields.yaml", 10): "takes the value of an expression",
    ("repeat-fields.yaml", 14): "a number might be a name",
    ("repeat-times.yaml", 8): "takes the value of an expression",
    ("kind-as-value.yaml", 10): "told a line above, where the step begins",
    ("steps-in-one-item.yaml", 6): "told a line above, where the step begins",
}


class Count:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, is_right, what):
        if is_right:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}")


class Checker:
    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.count = Count()
        self.untold = collections.Counter()
        self.changed = set()
        with open(SHIPPED, encoding="utf-8") as file:
            self.shipped = json.load(file)
        self.general = self.schema()

    def schema(self, *specs):
        """The schema that the program makes; None where it refuses the specs."""
        outcome = subprocess.run([self.program, "schema", *specs], capture_output=True, text=True)
        return json.loads(outcome.stdout) if outcome.returncode == 0 else None

    def valid(self, paths):
        """Those of the specs that the program takes."""
        outcome = subprocess.run([self.program, "validate", *paths], capture_output=True, text=True)
        return {line.removesuffix(": valid") for line in outcome.stdout.splitlines()}

    def diagnostics(self, paths):
        """The errors that the program tells in specs, by path; those that it tells in other files are left out."""
        outcome = subprocess.run(
            [self.program, "validate", "--format", "json", *paths], capture_output=True, text=True)
        found = collections.defaultdict(list)
        for diagnostic in json.loads(outcome.stdout)["diagnostics"]:
            if diagnostic["severity"] == "error":
                found[diagnostic["file"]].append(diagnostic)
        return found

    def run(self):
        right = sorted(glob.glob("Specs/*.yaml") + glob.glob(RIGHT + "/*.yaml"))
        libraries = sorted(glob.glob("Specs/modules/*.yaml"))
        self.check_schemas()
        self.check_right(right, libraries)
        self.check_coverage(right)
        tasks = [(Checker.check_wrong, path) for path in sorted(glob.glob(WRONG + "/*.yaml"))]
        tasks += [(Checker.check_changes, path, self.new_places(path)) for path in right]
        # Validating is Python's own work: a process for each processor. What they begin with they have from this one.
        with multiprocessing.get_context("fork").Pool(initializer=begin, initargs=(self,)) as pool:
            for count, untold in pool.imap_unordered(perform, tasks):
                self.count.passed += count.passed
                self.count.failed += count.failed
                self.untold += untold

    def new_places(self, path):
        """The values that are a field's first, which are to be changed."""
        places = []
        for place, node in Document(read(path)).scalars():
            keys_around = [part for part in place if isinstance(part, str)]
            field = (keys_around[0], *keys_around[-2:])
            if field not in self.changed:
                self.changed.add(field)
                places.append(place)
        return places

    def check_schemas(self):
        for name, schema in (("shipped", self.shipped), ("general", self.general)):
            for validator in (Draft202012Validator, Draft7Validator):
                try:
                    validator.check_schema(schema)
                    self.count.check(True, "")
                except Exception as error:
                    self.count.check(False, f"the {name} schema by {validator.__name__}: {error}")

    def check_right(self, specs, libraries):
        for path in set(specs) - self.valid(specs):
            self.count.check(False, f"{path}: the program refuses it")
        for path in specs + libraries:
            value = Document(read(path)).value
            for name, schema in (("shipped", self.shipped), ("general", self.general), ("own", self.schema(path))):
                for validator in (Draft202012Validator, Draft7Validator):
                    errors = list(validator(schema).iter_errors(value))
                    self.count.check(not errors, f"{path}: refused by the {name} schema: {errors[:1]}")
        for path in glob.glob("Specs/**/*.yaml", recursive=True):
            modeline = re.match(r"# yaml-language-server: \$schema=(\S+)\n", read(path))
            named = modeline and os.path.normpath(os.path.join(os.path.dirname(path), modeline[1]))
            self.count.check(named == SHIPPED, f"{path}: must begin with a modeline that names {SHIPPED}")

    def check_coverage(self, specs):
        """Every field that the language has stands in one of the right specs, so that its schema is tried."""
        used = set().union(*(keys(Document(read(path)).value) for path in specs))
        definitions = self.general["$defs"]
        fields = declared(definitions["step"], "network")
        fields |= declared(definitions["spec"]) | declared(definitions["extension"])
        for parent, key in sorted(fields):
            if key not in ("name", "from", "when", "lint"):
                self.count.check((parent, key) in used, f"no right spec has `{key}` in `{parent}`")

    def check_wrong(self, path):
        """Each mistake that the spec marks is told on its line, if a schema can tell it, and no other line is blamed."""
        text, name = read(path), os.path.basename(path)
        marks = marked(text)
        try:
            document = Document(text)
        except (yaml.YAMLError, TypeError, IndexError):
            self.count.check(all(code in UNTOLD for _, code in marks), f"{name}: is no YAML, and has other mistakes")
            return
        errors = list(Draft202012Validator(self.schema(path) or self.general).iter_errors(document.value))
        leaves = set().union(*(told_lines(error, document) for error in errors))
        for line, code in marks:
            reason = UNTOLD.get(code) or UNTOLD_HERE.get((name, line))
            if reason:
                self.untold[code] += 1
            self.count.check(reason or line in leaves, f"{name}:{line}: {code} is not told; told are lines {leaves}")
        lines, codes = {line for line, _ in marks}, {code for _, code in marks}
        if codes & MISLEADING or name in WITHOUT_MODULES:
            return
        for error in errors:
            told = told_lines(error, document)
            self.count.check(told & lines, f"{name}: lines {told} are blamed without a mistake: {error.message[:200]}")

    def check_changes(self, path, places):
        """Other values in place of some: the schema must go with the program."""
        text = read(path)
        schema = self.schema(path)
        validator = Draft202012Validator(schema)
        with tempfile.TemporaryDirectory() as folder:
            changes = {}
            for place, node in Document(text).scalars():
                if place not in places:
                    continue
                keys_around = [part for part in place if isinstance(part, str)]
                for value in VALUES:
                    changed = text[: node.start_mark.index] + value + text[node.end_mark.index :]
                    name = f"{folder}/{len(changes)}.yaml"
                    with open(name, "w", encoding="utf-8") as file:
                        file.write(re.sub(r"(?<=\[)(?=modules/)|(\.\./)+(?=Specs)", anchored, changed))
                    mark = (node.start_mark.line + 1, node.start_mark.column + 1)
                    if keys_around[0] == "changes" or value == "'${'" and keys_around[-2:] == ["title", "default"]:
                        mark = None  # A schema does not know what stands at a path, nor what a text holds.
                    changes[name] = (f"{path}: `{node.value}` of {place} replaced by `{value}`", mark, value, changed)
            valid, found = (self.valid(changes), self.diagnostics(changes)) if changes else (set(), {})
            for name, (what, mark, value, changed) in changes.items():
                try:
                    refused = not validator.is_valid(Document(changed).value)
                except yaml.YAMLError:
                    continue
                told = [d for d in found[name] if is_told(d, mark, value)]
                self.count.check(not (refused and name in valid), f"{what}: refused by the schema alone")
                self.count.check(refused or not told, f"{what}: refused by the program alone: {told[:1]}")


def begin(checker):
    """Gives a process the checker that it checks with."""
    global shared
    shared = checker


def perform(task):
    """Checks one file: what was counted, and what no schema tells."""
    shared.count, shared.untold = Count(), collections.Counter()
    check, *arguments = task
    check(shared, *arguments)
    sys.stdout.flush()
    return shared.count, shared.untold


def anchored(match):
    """The folder from which a relative path of a right spec goes on."""
    return ROOT + "/" if match[1] else ROOT + "/Specs/"


def is_told(diagnostic, mark, value):
    """Whether a schema can tell what the program says of a value that was put in at a place."""
    place = (diagnostic["line"], diagnostic["column"])
    message = diagnostic["message"]
    if value in TEXTS or value == "1e3" and "whole number" in message:
        return False
    is_computed = value.startswith("'${") and re.search(r"found `[0-9]+`", message)
    return diagnostic["code"] in TOLD and place == mark and not diagnostic["notes"] and not is_computed


# What is put in place of each value.
VALUES = ["0", "1", "-1", "2.5", "1e3", "1_000", "'7'", "true", "no", "word", "same", "~", "[]", "[3, 3]", "{}", "relu",
          "'${classes}'", "'${3 * 2}'", "'${'"]

# Numbers that are texts to an editor: a schema holds them to their form, not to their range. It also takes `1e3`, 1000
# in JSON, for a whole number.
TEXTS = {"1_000", "'7'"}

# What a schema tells of a value: the codes of its diagnostics. One with notes comes from inside a module.
TOLD = {"wrong-type", "unknown-key", "missing-field", "step-form", "branch-form", "expression"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def keys(value, parent=""):
    """The keys of a value, each with the key around it."""
    if isinstance(value, list):
        return set().union(*(keys(item, parent) for item in value))
    if not isinstance(value, dict):
        return set()
    return {(parent, key) for key in value}.union(*(keys(inner, key) for key, inner in value.items()))


def declared(schema, parent=""):
    """The properties that a schema names, each with the property around it."""
    found = set()
    for key, inner in schema.get("properties", {}).items():
        found |= {(parent, key)} | declared(inner, key)
    for inner in schema.get("anyOf", []) + ([schema["items"]] if "items" in schema else []):
        found |= declared(inner, parent)
    return found


def marked(text):
    """The mistakes that a wrong spec marks in itself: lines and codes, as `MarkedSpec.swift` reads them."""
    marks, line = [], 0
    for number, content in enumerate(text.split("\n"), 1):
        caret = re.match(r"#\s*\^+ ([a-z0-9-]+): ", content)
        place = re.match(r"# (\d+):\d+ ([a-z0-9-]+): ", content)
        if caret:
            marks.append((line, caret[1]))
        elif place:
            marks.append((int(place[1]), place[2]))
        elif re.match(r"# \S+\.yaml:\d+:\d+ ", content):
            continue  # A mistake in another file, which this one's schema does not see.
        else:
            line = number
    return marks


def told_lines(error, document):
    """The lines that an error blames: its own, or those of the alternatives that it had."""
    lines = set()
    for part in [error, *descendants(error)]:
        if "propertyNames" in part.absolute_schema_path:
            lines |= document.lines(part.absolute_path, {part.instance})
        elif part.validator == "additionalProperties":
            unknown = set(re.findall(r"'([^']+)'", part.message)) & set(part.instance)
            lines |= document.lines(part.absolute_path, unknown or part.instance.keys())
        elif not part.context:
            lines |= document.lines(part.absolute_path)
    return lines or document.lines(error.absolute_path)


def descendants(error):
    for part in error.context or []:
        yield part
        yield from descendants(part)


def main():
    os.chdir(ROOT)
    checker = Checker(sys.argv[1])
    checker.run()
    print(f"not told by a schema: {dict(sorted(checker.untold.items()))}")
    print(f"{checker.count.passed} passed, {checker.count.failed} failed")
    sys.exit(checker.count.failed > 0)


main()
