"""Reads YAML as editors do: by the core schema of YAML 1.2.2 (section 10.3.2), and remembers the line of every node.

PyYAML itself resolves scalars by YAML 1.1, where `5e-4` is a text and `no` a boolean."""

import re

import yaml


class CoreLoader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


def _resolve(tag, pattern, first):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


_resolve("null", r"null|Null|NULL|~|", ["n", "N", "~", ""])
_resolve("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF"))
_resolve("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789"))
_resolve(
    "float",
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    list("-+.0123456789"),
)


def _scalar(node):
    kind, text = node.tag.rsplit(":", 1)[1], node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10)
    if kind == "float":
        return float(text.replace(".inf", "inf").replace(".nan", "nan"))
    return text


class Document:
    """A file's value as JSON knows it, and its composed nodes."""

    def __init__(self, text):
        self.root = yaml.compose(text, Loader=CoreLoader)
        self.value = self._value(self.root)

    def _value(self, node):
        if isinstance(node, yaml.MappingNode):
            return {key.value: self._value(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item) for item in node.value]
        return _scalar(node)

    def lines(self, path, keys=()):
        """The lines, from 1, on which the value at a path and its key begin, or those of these keys in it."""
        node, key = self.root, None
        for part in path:
            if isinstance(node, yaml.MappingNode):
                key, node = next((k, v) for k, v in node.value if k.value == part)
            else:
                key, node = None, node.value[part]
        if keys:
            return {k.start_mark.line + 1 for k, _ in node.value if k.value in keys}
        return {mark.start_mark.line + 1 for mark in (key, node) if mark is not None}

    def scalars(self):
        """Every scalar that is a value, with its path."""
        return list(self._scalars(self.root, ()))

    def _scalars(self, node, path):
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from self._scalars(value, path + (key.value,))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                yield from self._scalars(item, path + (index,))
        else:
            yield path, node
