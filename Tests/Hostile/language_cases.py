"""Specs made to exhaust what the language and the commands do: repetition, lists of layers as parameters, changes to a
base, libraries, warnings, auxiliary classifiers, every command, and the words of the command line."""

from cases import HEAD, HUGE, N, case, modules, steps, texts, write

ANY = (0, 1, 2)


def repeats(times, body):
    return f"[{{repeat: {{times: {times}, network: {body}}}}}]"


def nested(depth, times, body):
    return f"[{{repeat: {{times: {times}, network: " * depth + body + "}}]" * depth


texts(
    "repeat", [],
    a_thousand_million_times=lambda: HEAD + f"network: {repeats(10 ** 9, '[relu]')}\n",
    just_too_often=lambda: HEAD + f"network: {repeats(20_000, '[relu]')}\n",
    minus_once=lambda: HEAD + f"network: {repeats(-1, '[relu]')}\n",
    a_huge_product=lambda: HEAD + f"network: {repeats('${30000 * 30000 * 30000}', '[relu]')}\n",
    four_of_20_000_in_each_other=lambda: HEAD + f"network: {nested(4, 20_000, '[relu]')}\n",
    thirty_of_two_in_each_other=lambda: HEAD + f"network: {nested(30, 2, '[relu]')}\n",
    thirty_of_two_around_nothing=lambda: HEAD + f"network: {nested(30, 2, '[]')}\n",
    with_mistakes_in_each_turn=lambda: HEAD
    + f"network: {repeats(9_000, '[relu: {from: nowhere}, linear: {outputs: x}]')}\n",
    thirty_deep_with_names_not_there=lambda: HEAD
    + f"network: {nested(30, 1, '[' + 'relu: {from: nowhere}, ' * 500 + 'relu]')}\n",
)
texts("repeat", [], exits=ANY, nothing_20_000_times=lambda: HEAD + f"network: {repeats(20_000, '[]')}\n")

GIVEN = '"${b}"'


def handing_on(last, first):
    return modules(
        "".join(f"  m{n}: {{parameters: {{b: layers}}, network: [{{m{n + 1}: {{b: [{GIVEN}, {GIVEN}]}}}}]}}\n" for n in range(30))
        + f"  m30: {{parameters: {{b: layers}}, network: [{last}]}}\n", f"{{m0: {{b: {first}}}}}")


texts(
    "layers as parameters", [],
    of_themselves=lambda: modules(f"  m: {{parameters: {{b: layers}}, network: [{{m: {{b: [{GIVEN}]}}}}]}}\n", "{m: {b: [relu]}}"),
    that_double=lambda: handing_on(GIVEN, "[relu]"),
    that_double_nothing=lambda: handing_on(GIVEN, "[]"),
    nested_40_deep=lambda: modules(
        f"  m: {{parameters: {{b: layers}}, network: [{GIVEN}]}}\n", "{m: {b: [" * 40 + "relu" + "]}}" * 40),
    default_of_itself=lambda: modules(
        f"  m: {{parameters: {{b: {{type: layers, default: [{GIVEN}, m]}}}}, network: [{GIVEN}]}}\n", "m"),
)

LAYERS = "".join(f"  - relu: {{name: a{n}}}\n" for n in range(10_000))


@case("extends: removal of everything")
def _(folder):
    write(folder, "base.yaml", steps("  - relu: {name: a}\n"))
    return "extends: base.yaml\nremove: [network.a, network, input, netspec, network.a]\n"


@case("extends: 100,000 removals", "too-large")
def _(folder):
    write(folder, "base.yaml", steps(LAYERS))
    return "extends: base.yaml\nremove: [" + ", ".join(f"network.a{n % 10_000}" for n in range(100_000)) + "]\n"


@case("extends: 10,000 steps put before one, 20 times")
def _(folder):
    write(folder, "base.yaml", steps(LAYERS))
    many = ", ".join(["relu"] * 10_000)
    return (f"extends: base.yaml\nmodules:\n  x: {{network: &s [{many}]}}\ninsert-before:\n"
            + "".join(f"  network.a{n}: *s\n" for n in range(20)))


@case("extends: 250 changes at the end of a long list", exits=ANY)
def _(folder):
    write(folder, "base.yaml", steps(LAYERS))
    return "extends: base.yaml\ninsert-before:\n" + "".join(f"  network.a{9999 - n}: [relu]\n" for n in range(250))


@case("extends: a chain of 30 that each change 250 places", "too-large")
def _(folder):
    changes = "changes:\n" + "".join(f"  network.a{9999 - n}.name: a{9999 - n}\n" for n in range(250))
    write(folder, "m30.yaml", steps(LAYERS))
    for n in range(30):
        write(folder, f"m{n}.yaml", f"extends: m{n + 1}.yaml\n" + changes)
    return "extends: m0.yaml\n"


@case("extends: 250 changes of a list of 60,000", "too-large")
def _(folder):
    write(folder, "base.yaml", steps("  - relu\n" * 60_000))
    return "extends: base.yaml\nremove: [" + ", ".join(f"network.{n}" for n in range(250)) + "]\n"


def including(count, network):
    return HEAD + f"include: [{', '.join(f'm{n}.yaml' for n in range(count))}]\nnetwork: [{network}]\n"


@case("includes: 240 libraries with modules of one name", "ambiguous-module")
def _(folder):
    for n in range(240):
        write(folder, f"m{n}.yaml", "modules: {m: {network: [relu]}}\n")
    return including(240, "m, " * 2000 + "m")


@case("includes: 240 libraries that include one of 1,990 modules", exits=ANY)
def _(folder):
    write(folder, "all.yaml", "modules:\n" + "".join(f"  m{n}: {{network: [relu]}}\n" for n in range(1_990)))
    for n in range(240):
        write(folder, f"m{n}.yaml", "include: [all.yaml]\n")
    return including(240, "m0")


@case("modules: 50,000", "too-large")
def _(folder):
    return modules("".join(f"  m{n}: {{network: [relu]}}\n" for n in range(50_000)), "m0")


@case("includes: a chain of 240, mistakes in the last")
def _(folder):
    for n in range(240):
        write(folder, f"m{n}.yaml", f"include: [m{n + 1}.yaml]\n")
    write(folder, "m240.yaml", "modules:\n" + "".join(f"  m{n}: {{}}\n" for n in range(1200)))
    return including(1, "relu")


texts(
    "lint", [],
    of_everything=lambda: steps("  - relu\n") + "lint: {" + "".join(f"k{n}: off, " for n in range(N)) + "}\n",
    a_list=lambda: steps("  - relu\n") + "lint: [" + "off, " * 10_000 + "]\n",
    of_long_words=lambda: steps("  - relu\n") + f"lint: {{bias-before-batch-norm: {'a' * 1_000_000}}}\n",
)
texts(
    "auxiliaries", [],
    nine_thousand=lambda: HEAD + "classes: 4\nnetwork:\n- relu: {name: a}\n"
    + "- auxiliary: {from: a, weight: 0.3, network: [linear: {outputs: 5}]}\n" * 9_000,
    in_each_other=lambda: HEAD + "network: " + "[{auxiliary: {weight: 1, network: " * 30 + "[relu]" + "}}]" * 30 + "\n",
    that_others_read=lambda: steps(
        "- relu: {name: a}\n- auxiliary: {name: x, weight: 1, network: [relu]}\n" + "- relu: {from: x}\n" * 9_000),
    with_a_huge_weight=lambda: HEAD + f"network: [relu, {{auxiliary: {{weight: -{HUGE}, network: [relu]}}}}, relu]\n",
)

COMMANDS = [
    ["summary", "SPEC"], ["summary", "SPEC", "--format", "json"], ["expand", "SPEC"], ["expand", "SPEC", "--origins"],
    ["graph", "SPEC", "--format", "dot"], ["diff", "SPEC", "SPEC"], ["why", "SPEC", "m0"], ["schema", "SPEC"],
    ["validate", "SPEC"], ["validate", "SPEC", "--format", "json"], ["validate", "SPEC", "--format", "sarif"],
]
for command in COMMANDS:
    texts(
        " ".join(command), [], command=command, exits=ANY,
        modules_that_double=modules("".join(f"  m{n}: {{network: [m{n + 1}, m{n + 1}]}}\n" for n in range(30))
                                    + "  m30: {network: [relu]}\n", "m0"),
        billion_laughs="a0: &a0 lol\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 100)),
        ten_thousand_mistakes=steps("  - relu: {from: nowhere}\n" * 10_000), nothing="", not_UTF_8=b"\xff",
        nested=lambda: "[" * N,
        control_characters='"\\e[31m\\a": 1\nname: "\\e[2J\\x9b"\n"\\u202e": [{"\\e]0;x\\a": {}}]\n',
        a_name_that_clears_the_screen=HEAD + 'name: "\\e[2J\\x9b\\u202e"\nnetwork: [relu]\n')

SETTINGS = {
    "nothing": "", "no path": "=", "only a path": "a", "a long path": "a." * 30_000 + "=1", "a long key": "a" * 60_000 + "=1",
    "nesting": "network=" + "[" * 60_000, "mappings": "network=" + "{a: " * 20_000, "a huge number": f"input.height={HUGE}",
    "everything": "network=[]", "a huge place": "network.99999999999999999999=relu", "place -1": "network.-1=relu",
    "control characters": "\x1b[2J=\x1b[2J", "an alias": "network=*a", "dots": "....=1", "a module": "modules.a.network=[a]",
    "an expression": "input.height=${" + "(" * 50_000 + "}", "not UTF-8": b"input.height=\xff",
}
for name, value in SETTINGS.items():
    case(f"--set: {name}", command=["validate", "SPEC", "--set", value], exits=(0, 1, 2, 64))(
        lambda folder: steps("  - relu\n"))
for name, value in {"nothing": "", "long": "a" * N, "control characters": "\x1b[2J", "unknown": "rleu"}.items():
    for command in [["explain", value], ["why", "SPEC", value]]:
        case(f"{command[0]}: {name}", command=command, exits=(0, 1, 2, 64))(lambda folder: steps("  - relu\n"))
