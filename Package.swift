// swift-tools-version: 6.1
import PackageDescription

/// libFuzzer's library, for the programs in `Tests/Fuzzing`, which tells how to build and run them; nil without them.
let fuzzerLibrary = Context.environment["NETSPEC_FUZZER"]

/// The settings every Swift target shares: explicit existentials, internal imports, no leaking member look-up.
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (fuzzerLibrary == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer"])])

/// A program that feeds a room with inputs of libFuzzer's.
func fuzzer(_ name: String, in folder: String, uses dependencies: [Target.Dependency], library: String) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + ["CFuzzer"], path: "Tests/Fuzzing/\(folder)", swiftSettings: strict,
        linkerSettings: [.unsafeFlags([library]), .linkedLibrary("stdc++")])
}

/// A Swift room. Rooms are listed so that each may use only what stands above it.
func room(_ name: String, uses dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Tests of a room, or of the program.
func tests(_ name: String, uses dependencies: [Target.Dependency], besides files: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: files, swiftSettings: strict)
}

let package = Package(
    name: "netspec",
    products: [
        .executable(name: "netspec", targets: ["netspec"]),
        .executable(name: "netspec-bench", targets: ["netspec-bench"]),
        .library(name: "Netspec", targets: ["Netspec"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        // System libraries, each imported by exactly one room.
        .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CWebP", providers: [.apt(["libwebp-dev"])]),
        .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl"), .linkedLibrary("gomp")]),

        // Own kernels in C.
        .target(name: "CKernels"),
        .target(name: "CVectors"),
        .target(name: "CPixels"),

        // Shims over libraries whose errors jump.
        .target(name: "CJPEG", dependencies: ["CPixels"], linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CPNG", dependencies: ["CPixels"], linkerSettings: [.linkedLibrary("png")]),

        // Shims over libraries whose options are variadic, or whose names are macros.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),

        // The rooms.
        room("Diagnostics", uses: []),
        room("Files", uses: ["Diagnostics"]),
        room("Tensors", uses: []),
        room("Pixels", uses: ["CPixels", "Tensors"]),
        room("SpecSyntax", uses: ["CLibYAML", "Diagnostics", "Files"]),
        room("SpecModules", uses: ["Diagnostics", "SpecSyntax"]),
        room("Caffe", uses: ["Diagnostics", "Files", "SpecSyntax"]),
        room("Layers", uses: ["Diagnostics", "SpecSyntax", "Tensors"]),
        room("Networks", uses: ["Diagnostics", "Layers", "SpecModules", "SpecSyntax", "Tensors"]),
        room("Recipes", uses: ["CVectors", "Diagnostics", "Layers", "Pixels", "SpecSyntax", "Tensors"]),

        // The front end: from text to a checked experiment. What computes, and what reads data, is behind it.
        room(
            "SpecCompiler",
            uses: ["Caffe", "Diagnostics", "Layers", "Networks", "Recipes", "SpecModules", "SpecSyntax", "Tensors"]),

        // What computes.
        room("Planning", uses: ["Layers", "Networks", "Tensors"]),
        room("Interchange", uses: ["Diagnostics", "Files", "Tensors"]),
        room("Execution", uses: ["Layers", "Networks", "Planning", "Tensors"]),
        room(
            "OneDNNBackend",
            uses: [
                "CKernels", "COneDNN", "Diagnostics", "Execution", "Files", "Layers", "Networks", "Planning",
                "SpecSyntax",
                "Tensors",
            ]),
        room("Pictures", uses: ["CJPEG", "CPNG", "CWebP", "Diagnostics", "Pixels", "Tensors"]),
        room("Datasets", uses: ["CZlib", "Diagnostics", "Files", "Pictures", "Pixels", "Recipes", "Tensors"]),
        room("Fetching", uses: ["CCrypto", "CCurl", "Datasets", "Diagnostics", "Files", "Recipes"]),
        room(
            "Training",
            uses: [
                "Datasets", "Diagnostics", "Execution", "Files", "Interchange", "Layers", "Networks", "Planning",
                "Recipes", "SpecSyntax", "Tensors",
            ]),

        room(
            "Reports",
            uses: [
                "Caffe", "Datasets", "Diagnostics", "Execution", "Files", "Interchange", "Layers", "Networks",
                "Pictures", "Pixels", "Planning", "Recipes", "SpecCompiler", "SpecModules", "SpecSyntax", "Tensors",
                "Training",
            ]),

        room("Pages", uses: ["Datasets", "Diagnostics", "Files", "Recipes", "Reports", "Training"]),

        // What other packages import. Its folder has another name than the target, because a file system that does not tell
        // letters' cases apart would take it for the program's.
        .target(
            name: "Netspec",
            dependencies: [
                "Datasets", "Diagnostics", "Execution", "Files", "Interchange", "Layers", "Networks", "OneDNNBackend",
                "Pictures", "Pixels", "Planning", "Recipes", "Reports", "SpecCompiler", "SpecSyntax", "Tensors",
                "Training",
            ],
            path: "Sources/Library", swiftSettings: strict),

        // A network on the loopback address.
        .target(
            name: "Serving",
            dependencies: [
                "Datasets", "Diagnostics", "Files", "Netspec", "Recipes", "Reports", "SpecCompiler", "Training",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // The programs.
        .executableTarget(
            name: "netspec",
            dependencies: [
                "Caffe", "Datasets", "Diagnostics", "Execution", "Fetching", "Files", "Layers", "Netspec", "Networks",
                "OneDNNBackend", "Pages", "Pixels", "Planning", "Recipes", "Reports", "Serving", "SpecCompiler",
                "SpecModules",
                "SpecSyntax", "Tensors", "Training",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "netspec-bench",
            dependencies: [
                "Datasets", "Execution", "Files", "Layers", "Networks", "OneDNNBackend", "Pictures", "Pixels",
                "Planning", "Recipes", "SpecCompiler", "SpecSyntax", "Tensors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What tests share: expected values from elsewhere, and the cases that drive every backend.
        .target(
            name: "Fixtures", dependencies: ["Tensors"], path: "Tests/Fixtures",
            exclude: [
                "augmentations.json", "augmentations.py",
                "auxiliary-step.json", "auxiliary_step.py", "costs.py", "googlenet-cifar10-step.json",
                "googlenet_cifar10_step.py", "hashed.py", "initialisers.json", "initialisers.py",
                "layers.json", "layers.py", "optimizers.json", "optimizers.py", "schedules.json",
                "schedules.py", "shared-weights.json", "shared_weights.py",
            ],
            swiftSettings: strict),
        .target(
            name: "LayerCases", dependencies: ["Diagnostics", "Layers", "SpecSyntax", "Tensors"],
            path: "Tests/LayerCases", swiftSettings: strict),

        // Networks made up from seeds, what holds a backend to the reference on them, and a program that goes on with it.
        .target(
            name: "RandomNetworks",
            dependencies: [
                "Diagnostics", "Execution", "LayerCases", "Layers", "Networks", "OneDNNBackend", "Planning",
                "Recipes", "SpecCompiler", "Tensors", "Training",
            ],
            path: "Tests/RandomNetworks", exclude: ["Cases", "Program"], swiftSettings: strict),
        .executableTarget(
            name: "judge-networks",
            dependencies: [
                "Execution", "OneDNNBackend", "RandomNetworks", "Tensors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/RandomNetworks/Program", swiftSettings: strict),

        // A program of another package, which `Tests/Example/Package.swift` is; here it is built with the rest.
        .executableTarget(
            name: "netspec-example", dependencies: ["Netspec"], path: "Tests/Example/Sources/netspec-example",
            swiftSettings: strict),

        .target(name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "ThisMachine", dependencies: ["OneDNNBackend", "Tensors"], path: "Tests/ThisMachine",
            swiftSettings: strict),
        // Counts what threads allocate, in place of the C library.
        .target(name: "CAllocations", path: "Tests/CAllocations"),

        tests("DiagnosticsTests", uses: ["Diagnostics"]),
        tests("TensorsTests", uses: ["Tensors"]),
        tests("FilesTests", uses: ["Diagnostics", "Files", "TestSupport"]),
        tests("SpecSyntaxTests", uses: ["Diagnostics", "Files", "SpecSyntax", "TestSupport"]),
        tests(
            "CaffeTests",
            uses: [
                "Caffe", "Diagnostics", "Files", "Layers", "Networks", "Recipes", "Reports", "SpecCompiler",
                "SpecModules", "SpecSyntax", "Tensors", "TestSupport",
            ], besides: ["Networks"]),
        tests("SpecModulesTests", uses: ["Diagnostics", "SpecModules", "SpecSyntax", "TestSupport"]),
        tests("LayersTests", uses: ["Diagnostics", "Fixtures", "LayerCases", "Layers", "SpecSyntax", "Tensors"]),
        tests(
            "PlanningTests",
            uses: ["Diagnostics", "Layers", "Networks", "Planning", "SpecModules", "SpecSyntax", "Tensors"]),
        tests(
            "BackendTests",
            uses: [
                "CAllocations", "Diagnostics", "Execution", "Fixtures", "LayerCases", "Layers", "Networks",
                "OneDNNBackend", "Planning", "RandomNetworks", "Recipes", "SpecCompiler", "SpecSyntax", "Tensors",
                "ThisMachine", "Training",
            ]),
        tests("OneDNNBackendTests", uses: ["CKernels", "OneDNNBackend", "ThisMachine"]),
        tests("CKernelsTests", uses: ["CKernels", "LayerCases", "Layers", "OneDNNBackend", "Tensors"]),
        tests("PixelsTests", uses: ["Pixels", "Tensors"], besides: ["resampling.json", "resampling.py"]),
        tests("PicturesTests", uses: ["Diagnostics", "Pictures", "Pixels", "Tensors"], besides: ["Files"]),
        tests(
            "RecipesTests", uses: ["Diagnostics", "Fixtures", "Layers", "Pixels", "Recipes", "SpecSyntax", "Tensors"]),
        tests(
            "DatasetsTests",
            uses: [
                "Datasets", "Diagnostics", "Files", "Pictures", "Pixels", "Recipes", "SpecSyntax", "Tensors",
                "TestSupport",
            ], besides: ["Files"]),
        tests("FetchingTests", uses: ["Datasets", "Diagnostics", "Fetching", "Files", "Recipes", "TestSupport"]),
        tests("ServingTests", uses: ["Serving"]),
        tests("InterchangeTests", uses: ["Files", "Interchange", "Tensors", "TestSupport"]),
        tests(
            "TrainingTests",
            uses: [
                "Datasets", "Diagnostics", "Execution", "Files", "Fixtures", "Interchange", "LayerCases", "Layers",
                "Networks", "OneDNNBackend", "Planning", "Recipes", "SpecCompiler", "SpecSyntax", "Tensors",
                "TestSupport", "ThisMachine", "Training",
            ]),
        tests(
            "SpecCompilerTests",
            uses: [
                "Diagnostics", "Fixtures", "Layers", "Networks", "Recipes", "SpecCompiler", "SpecModules", "SpecSyntax",
                "Tensors", "TestSupport",
            ], besides: ["Wrong"]),
        tests(
            "ReportsTests",
            uses: [
                "Diagnostics", "Layers", "Networks", "Planning", "Recipes", "Reports", "SpecCompiler", "SpecSyntax",
                "Tensors", "TestSupport", "Training",
            ]),
        tests(
            "PagesTests",
            uses: [
                "Datasets", "Diagnostics", "Files", "Pages", "Recipes", "Reports", "Tensors", "TestSupport", "Training",
            ]),
        tests(
            "NetspecTests", uses: ["Netspec", "TestSupport"],
            besides: ["activation_map.json", "activation_map.py"]),
        // They run the programs, which must be there and new.
        tests("CommandTests", uses: ["TestSupport", "ThisMachine", "netspec", "netspec-bench", "netspec-example"]),
    ]
)

if let fuzzerLibrary {
    package.targets += [
        .target(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
        fuzzer(
            "fuzz-specs", in: "Specs", uses: ["Diagnostics", "SpecCompiler"], library: fuzzerLibrary),
        fuzzer(
            "fuzz-expressions", in: "Expressions", uses: ["Diagnostics", "SpecModules", "SpecSyntax"],
            library: fuzzerLibrary),
        fuzzer(
            "fuzz-prototxt", in: "Prototxt",
            uses: ["Caffe", "Diagnostics", "Networks", "Reports", "SpecCompiler", "SpecSyntax", "Tensors"],
            library: fuzzerLibrary),
        fuzzer("fuzz-jpeg", in: "JPEG", uses: ["Pictures", "Pixels", "Tensors"], library: fuzzerLibrary),
        fuzzer("fuzz-png", in: "PNG", uses: ["Files", "Pictures", "Pixels", "Tensors"], library: fuzzerLibrary),
        fuzzer("fuzz-webp", in: "WebP", uses: ["Pictures", "Pixels", "Tensors"], library: fuzzerLibrary),
    ]
}
