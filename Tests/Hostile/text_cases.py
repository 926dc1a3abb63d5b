"""Texts and files made to exhaust the reading of a spec, and networks made to exhaust its compilation."""

import os

from cases import BIG, HEAD, HUGE, N, case, many, modules, steps, texts, upto, write

texts(
    "nesting 100,000 deep", ["too-deep"],
    flow_lists=lambda: "a: " + "[" * N + "]" * N,
    flow_lists_never_closed=lambda: "[" * N,
    flow_mappings=lambda: "{a: " * N + "1" + "}" * N,
    flow_mixed=lambda: "[{a: " * (N // 2) + "1" + "}]" * (N // 2),
    block_lists=lambda: "- " * N + "a",
    block_and_flow=lambda: "- " * (N // 2) + "[" * (N // 2) + "]" * (N // 2),
    anchors=lambda: "&a [" * N,
    in_a_branch=lambda: steps("  - concat: {a: " + "[{concat: {a: " * N),
)
texts("nesting 100,000 deep", ["key-type"], complex_keys=lambda: "? " * N + "a")
texts(
    "nesting 2,500 deep", ["too-deep"],
    block_mappings=lambda: "".join(" " * level + "a:\n" for level in range(2500)),
    block_lists_in_mappings=lambda: "".join(" " * (2 * level) + "- a:\n" for level in range(2000)),
)
texts(
    "aliases", ["too-large"],
    billion_laughs=lambda: "a0: &a0 lol\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 100)),
    one_large_list_a_thousand_times=lambda: "a: &a [" + "b, " * 50_000 + "]\nc: [" + "*a, " * 1000 + "]\n",
    in_a_network=lambda: steps(
        "  - concat: &a0 {left: [relu], right: [relu]}\n"
        + "".join(f"  - concat: &a{n} {{left: [concat: *a{n - 1}], right: [concat: *a{n - 1}]}}\n" for n in range(1, 40))),
)
texts("aliases", ["too-deep"], each_100_deep=lambda: "".join(
    f"- &a{n} " + "[" * 100 + ("x" if n == 0 else f"*a{n - 1}") + "]" * 100 + "\n" for n in range(2000)))

texts(
    "100 MB", ["too-large"],
    one_long_line=lambda: "a" * BIG,
    short_lines=lambda: "a\n" * (BIG // 2),
    keys=lambda: "".join(f"key{n}: 1\n" for n in range(BIG // 13)),
    comments=lambda: "# nothing\n" * (BIG // 10),
    mistakes=lambda: steps("  - rleu\n" * (BIG // 9)),
    zeros=lambda: b"\0" * BIG,
    not_UTF_8=lambda: b"\xff" * BIG,
    spaces=lambda: " " * BIG,
)
texts(
    "4 MiB", [],
    one_word=lambda: upto("", "a"),
    one_quoted_word_never_closed=lambda: upto("'", "a"),
    words_on_one_line=lambda: upto("", "a "),
    short_lines=lambda: upto("", "a\n"),
    wide_letters=lambda: upto("", "é"),
    line_separators=lambda: upto("", "\u2028"),
    a_million_empty_lists=lambda: upto("[", "[],"),
    a_list_of_words=lambda: upto("", "- a\n"),
    one_key_again_and_again=lambda: upto("", "a: b\n"),
    tabs=lambda: upto("", "\t"),
    comments=lambda: upto("", "#\n"),
    comment=lambda: upto("", "#"),
    bars=lambda: upto("", "|"),
    documents=lambda: upto("", "--- a\n"),
    tags=lambda: upto("", "- !a b\n"),
    anchors=lambda: upto("", "- &a b\n"),
    aliases=lambda: upto("", "- *a\n"),
    aliases_of_a_word=lambda: upto("- &a b\n", "- *a\n"),
    escapes=lambda: upto('"', "\\x41"),
    folded_lines=lambda: upto("a: >\n", "  a\n\n"),
    carriage_returns=lambda: upto("", "a: b\r"),
    expressions=lambda: upto(HEAD + 'network: [{linear: {outputs: "${1', " + 1") + '}"}}]',
    expression_of_names=lambda: upto(HEAD + 'network: [{linear: {outputs: "${a', " + a") + '}"}}]',
    expression_of_one_name=lambda: upto(HEAD + 'network: [{linear: {outputs: "${', "a") + '}"}}]',
    expressions_never_closed=lambda: upto(HEAD + 'network: [{linear: {outputs: "', "${") + '"}}]',
    expressions_without_spaces=lambda: upto(HEAD + 'network: [{linear: {outputs: "${1', "+1") + '}"}}]',
    parentheses=lambda: upto(HEAD + 'network: [{linear: {outputs: "${', "(") + '}"}}]',
    empty_expressions=lambda: upto(HEAD + 'network: [{linear: {outputs: "', "${}") + '"}}]',
    digits=lambda: upto(HEAD + "network: [{linear: {outputs: 1", "0") + "}}]",
    assertions=lambda: HEAD + "network: [relu]\nassert:\n" + "".join(f"  a{n}: 1\n" for n in range(200_000)),
    includes=lambda: upto(HEAD + "include:\n", "- a.yaml\n"),
    includes_that_are_all_new=lambda: HEAD + "include:\n" + "".join(f"- a{n}.yaml\n" for n in range(200_000)),
    modules_without_a_network=lambda: HEAD + "modules:\n" + "".join(f"  m{n}: {{}}\n" for n in range(200_000)),
    parameters=lambda: HEAD + "modules: {m: {parameters: {" + "".join(
        f"p{n}: integer, " for n in range(200_000)) + "}, network: [relu]}}\nnetwork: [m: {}]\n",
    augmentations=lambda: upto(HEAD + "network: [relu]\ndata: {source: cifar10, augment: [", "horizontal-flip, ") + "]}",
)

texts(
    "many steps", [],
    relu=lambda: many(steps(""), "  - relu\n"),
    misspelt_layers=lambda: many(steps(""), "  - rleu\n"),
    misspelt_layers_on_one_line=lambda: many(HEAD + "network: [", "rleu, ") + "relu]",
    unknown_layers=lambda: many(steps(""), "  - transformer\n"),
    unknown_sources=lambda: many(steps(""), "  - relu: {from: nowhere}\n", 19_000),
    dangling_names_that_are_all_new=lambda: steps(
        "".join(f"  - relu: {{name: a{n}, from: b{n}}}\n" for n in range(40_000))),
    steps_of_a_wrong_form=lambda: many(steps(""), "  - []\n"),
    wrong_fields=lambda: many(steps(""), "  - linear: {outputs: x, bias: y}\n", 19_000),
    kernels_that_do_not_fit=lambda: many(steps(""), "  - max-pool: {kernel: 99, from: input}\n", 19_000),
    convolutions_without_fields=lambda: many(steps(""), "  - convolution\n", 19_000),
    equal_names=lambda: many(steps(""), "  - relu: {name: a}\n", 19_000),
    names_all_alike_and_unknown=lambda: steps(
        "".join(f"  - relu: {{name: layer_number_{n:05}, from: layer_numbr_{n:05}}}\n" for n in range(19_000))),
    misspelt_fields=lambda: many(steps(""), "  - convolution: {filtesr: 3, kernle: 3, stirde: 2, pda: 1, biass: no}\n", 9_000),
    wide_letters_on_one_line=lambda: many(HEAD + "network: [", "ééé, ") + "relu]",
    concats_that_do_not_fit=lambda: many(
        steps(""), "  - concat: {from: input, a: [], b: [max-pool: {kernel: 2}], c: [flatten], d: [max-pool: {kernel: 99}]}\n", 4_000),
)
texts(
    "10^6 keys", [],
    at_the_top=lambda: "".join(f"k{n}: 1\n" for n in range(1_000_000)),
    in_a_layer=lambda: steps("  - relu: {" + "".join(f"k{n}: 1, " for n in range(1_000_000)) + "}\n"),
    in_branches=lambda: steps("  - concat: {" + "".join(f"k{n}: [], " for n in range(1_000_000)) + "}\n"),
)
texts(
    "100,000 keys", [],
    at_the_top=lambda: HEAD + "network: [relu]\n" + "".join(f"k{n}: 1\n" for n in range(100_000)),
    in_a_layer=lambda: steps("  - relu: {" + "".join(f"k{n}: 1, " for n in range(100_000)) + "}\n"),
    in_train=lambda: steps("  - relu\n") + "train: {" + "".join(f"k{n}: 1, " for n in range(100_000)) + "}\n",
)

texts(
    "numbers", [],
    of_400_digits=lambda: f"netspec: {HUGE}\ninput: {{channels: {HUGE}, height: -{HUGE}, width: 1e{HUGE}}}\n"
    f"classes: {HUGE}\nnetwork:\n- convolution: {{filters: {HUGE}, kernel: {HUGE}, stride: {HUGE}, groups: {HUGE}}}\n"
    f"- dropout: {{ratio: {HUGE}}}\n- linear: {{outputs: \"${{{HUGE} * {HUGE}}}\"}}\n"
    f"train: {{epochs: {HUGE}, batch: {HUGE}, seed: {HUGE}, optimizer: {{sgd: {{rate: {HUGE}}}}}}}\n",
    products_that_overflow=lambda: "netspec: 1\ninput: {channels: 2, height: 32767, width: 32767}\nnetwork:\n"
    "- convolution: {filters: 2147483647, kernel: 32767, pad: 32767, dilation: 32767}\n"
    "- convolution: {from: input, filters: 2147483646, kernel: 32767, pad: 32767, groups: 2}\n"
    "- max-pool: {from: input, kernel: 32767, pad: 32766, stride: 1}\n- linear: {outputs: 2147483647, from: input}\n",
    int_min=lambda: steps('  - linear: {outputs: "${-9223372036854775808 / -1}"}\n  - linear: {outputs: "${2147483647 * 2}"}\n'),
    division_by_0=lambda: steps('  - linear: {outputs: "${1 / 0}"}\n  - linear: {outputs: "${1 / (2 - 2)}"}\n'),
)

texts("text", [], empty="", only_a_comment="# nothing\n", only_dashes="---\n", null="~\n", NUL=b"a: \0\n",
      NUL_in_a_key=b"net\0spec: 1\n", escape=b"netspec: \x1b[31m1\n", UTF_16=lambda: (HEAD + "network: [relu]\n").encode("utf-16"),
      not_UTF_8=b"netspec: 1\nname: \xff\xfe\n", surrogate=b"name: \xed\xa0\x80\n", NUL_escaped=b'name: "a\\0b"\nnetwork: [relu]\n',
      only_a_mark="\ufeff", reversed_text="name: \u202eabc\nnetwork: [relu]\n")


@case("files: a folder", "unreadable-file")
def _(folder):
    return os.mkdir(f"{folder}/spec.yaml") or f"{folder}/spec.yaml"


@case("files: a pipe that nobody writes to", "unreadable-file")
def _(folder):
    return os.mkfifo(f"{folder}/spec.yaml") or f"{folder}/spec.yaml"


case("files: /dev/zero", "too-large")(lambda folder: "/dev/zero")
case("files: /dev/null", "empty-document")(lambda folder: "/dev/null")
case("files: none", "unreadable-file")(lambda folder: f"{folder}/nothing.yaml")
case("files: a name of 100,000 letters", "unreadable-file")(lambda folder: "a" * 100_000)


@case("includes: itself", "include-cycle")
def _(folder):
    return HEAD + "include: [spec.yaml]\nnetwork: [relu]\n"


@case("includes: a ring of 1,000")
def _(folder):
    for n in range(1000):
        write(folder, f"m{n}.yaml", f"include: [m{(n + 1) % 1000}.yaml]\nmodules: {{m{n}: {{network: [relu]}}}}\n")
    return HEAD + "include: [m0.yaml]\nnetwork: [relu]\n"


@case("includes: 12 libraries that all include each other")
def _(folder):
    names = [f"m{n}.yaml" for n in range(12)]
    for n, name in enumerate(names):
        write(folder, name, f"include: [{', '.join(names)}]\nmodules: {{m{n}: {{network: [relu]}}}}\n")
    return HEAD + f"include: [{', '.join(names)}]\nnetwork: [relu]\n"


@case("includes: a folder, a pipe, /dev/zero and 100 MB", "include-missing", "too-large")
def _(folder):
    os.mkdir(f"{folder}/folder.yaml")
    os.mkfifo(f"{folder}/pipe.yaml")
    write(folder, "large.yaml", "a" * BIG)
    return HEAD + "include: [folder.yaml, pipe.yaml, /dev/zero, large.yaml]\nnetwork: [relu]\n"


@case("includes: 100 libraries of 1 MiB", "too-large")
def _(folder):
    for n in range(100):
        write(folder, f"m{n}.yaml", "modules:\n" + "".join(f"  m{n}_{k}: {{network: [relu]}}\n" for k in range(40_000)))
    return HEAD + f"include: [{', '.join(f'm{n}.yaml' for n in range(100))}]\nnetwork: [relu]\n"


@case("extends: itself", "extends-cycle")
def _(folder):
    return "extends: spec.yaml\n"


@case("extends: a ring of 3", "extends-cycle")
def _(folder):
    for n in range(3):
        write(folder, f"m{n}.yaml", f"extends: m{(n + 1) % 3}.yaml\n")
    return "extends: m0.yaml\n"


@case("extends: a chain of 1,000", "too-deep")
def _(folder):
    for n in range(1000):
        write(folder, f"m{n}.yaml", f"extends: m{n + 1}.yaml\n")
    return "extends: m0.yaml\n"


@case("extends: 50,000 changes")
def _(folder):
    write(folder, "base.yaml", steps("".join(f"  - relu: {{name: a{n}}}\n" for n in range(10_000))))
    return "extends: base.yaml\nchanges:\n" + "".join(f"  network.a{n % 10_000}.b{n}: 1\n" for n in range(50_000))


texts(
    "modules", ["too-many-layers"],
    that_double_40_levels_deep=lambda: modules(
        "".join(f"  m{n}: {{network: [m{n + 1}, m{n + 1}]}}\n" for n in range(30)) + "  m30: {network: [relu]}\n", "m0"),
    that_double_in_branches=lambda: modules("".join(
        f"  m{n}: {{network: [{{add: {{a: [m{n + 1}], b: [m{n + 1}]}}}}]}}\n" for n in range(30))
        + "  m30: {network: [relu]}\n", "m0"),
)
texts(
    "modules", [],
    that_double_into_nothing=lambda: modules(
        "".join(f"  m{n}: {{network: [m{n + 1}, m{n + 1}]}}\n" for n in range(30)) + "  m30: {network: []}\n", "m0"),
    that_double_with_long_names=lambda: modules(
        "".join(f"  m{n}: {{network: [{{m{n + 1}: {{name: {'a' * 128}}}}}, m{n + 1}]}}\n" for n in range(30))
        + "  m30: {network: [relu]}\n", "m0"),
    that_all_use_all_others=lambda: modules("".join(
        f"  m{n}: {{network: [{', '.join(f'm{k}' for k in range(30))}]}}\n" for n in range(30)), "m0"),
    that_hand_long_texts_on=lambda: modules(
        "".join(f"  m{n}: {{parameters: {{t: text}}, network: [{{m{n + 1}: {{t: \"${{t}}${{t}}\"}}}}]}}\n" for n in range(30))
        + "  m30: {parameters: {t: text}, network: [{relu: {name: \"${t}\"}}]}\n", "{m0: {t: aaaaaaaa}}"),
    with_a_mistake_used_10_000_times=lambda: modules("  m: {network: [{linear: {outputs: x}}]}\n", ", ".join(["m"] * 10_000)),
    with_a_wrong_use_10_000_times=lambda: modules(
        "  m: {parameters: {a: integer}, network: [relu]}\n", ", ".join(["{m: {b: 1}}"] * 10_000)),
)
texts(
    "valid", ["valid"],
    branches_that_pass_on=lambda: steps("  - concat: {" + "".join(f"k{n}: [], " for n in range(100_000)) + "}\n"),
    equal_branches=lambda: steps("  - concat:\n" + "".join(f"      b{n}: [relu, relu, relu]\n" for n in range(5000))),
    all_read_the_first=lambda: steps("  - relu: {name: first}\n" + "  - relu: {from: first}\n" * 15_000),
    concat_of_10_000=lambda: steps(
        "".join(f"  - relu: {{name: a{n}, from: input}}\n" for n in range(10_000))
        + "  - concat: {from: [" + ", ".join(f"a{n}" for n in range(10_000)) + "]}\n"),
    modules_30_deep_in_branches_30_deep=lambda: modules("".join(
        f"  m{n}: {{network: [{'{concat: {a: [], b: [' * 30}{{m{n + 1}: {{}}}}{']}}' * 30}]}}\n" for n in range(30))
        + "  m30: {network: [relu]}\n", "m0"),
)
texts(
    "names", [],
    a_path_of_100_000_parts=lambda: steps("  - relu\n  - relu: {from: " + "a/" * 100_000 + "b}\n"),
    concats_of_all_before=lambda: steps("  - relu: {name: a0}\n" + "".join(
        f"  - concat: {{name: a{n}, from: [" + ", ".join(f"a{k}" for k in range(n)) + ", a0]}\n" for n in range(1, 600))),
    add_of_10_000_that_differ=lambda: steps(
        "".join(f"  - convolution: {{name: a{n}, filters: {n + 1}, kernel: 1, from: input}}\n" for n in range(10_000))
        + "  - add: {from: [" + ", ".join(f"a{n}" for n in range(10_000)) + "]}\n"),
)
