import Netspec

/// Says what a spec costs, or what is wrong with it: `netspec-example check SPEC`; and what a network takes pictures for:
/// `netspec-example classify RUN PICTURE…`.
@main
struct Example {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            switch (arguments.first, arguments.count) {
            case ("check", 2): check(arguments[2])
            case ("classify", 3...): try classify(arguments[2], pictures: Array(arguments.dropFirst(2)))
            default: print("usage: netspec-example check SPEC | classify RUN PICTURE…")
            }
        } catch {
            print("error: \(error)")
        }
    }

    static func check(_ path: String) {
        do {
            let spec = try CheckedSpec(file: path)
            print("\(spec.name): \(spec.totals.parameters) parameters, \(spec.totals.multiplyAdds) multiply-adds")
        } catch .spec(let diagnostics) {
            for diagnostic in diagnostics {
                print("\(diagnostic.line ?? 0):\(diagnostic.column ?? 0): \(diagnostic.message)")
                if let help = diagnostic.help { print("    \(help)") }
            }
        } catch {
            print("error: \(error)")
        }
    }

    static func classify(_ path: String, pictures: [String]) throws(NetspecError) {
        let network = try TrainedNetwork(path)
        let results = try network.classify(pictures.map { .file($0) }, top: 1)
        for (picture, result) in zip(pictures, results) {
            switch result {
            case .success(let found): print("\(picture): \(found.guesses[0].name)")
            case .failure(let error): print("\(picture): \(error)")
            }
        }
        if pictures.count == 1 {
            let map = try network.activationMap(of: .file(pictures[0]))
            print("seen in \(map.height)×\(map.width) places, score \(map.score)")
        }
    }
}
