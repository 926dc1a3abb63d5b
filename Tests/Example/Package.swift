// swift-tools-version: 6.1
import PackageDescription

/// A program of another package that uses the library. In a package of its own, name netspec by its address:
/// `.package(url: "…", branch: "main")`.
let package = Package(
    name: "netspec-example",
    dependencies: [.package(name: "netspec", path: "../..")],
    targets: [
        .executableTarget(name: "netspec-example", dependencies: [.product(name: "Netspec", package: "netspec")])
    ]
)
