/// The path from the root of something that may not be there yet: links are followed as far as they lead.
package func placeToBe(_ path: String) -> String {
    if let there = absolutePath(path) { return there }
    let parts = path.split(separator: "/")
    guard let last = parts.last, path != "." else { return path }
    let above = parts.dropLast().joined(separator: "/")
    let place = placeToBe(path.hasPrefix("/") ? "/" + above : above.isEmpty ? "." : above)
    switch last {
    case ".": return place
    case "..": return folder(of: place)
    default: return place == "/" ? "/\(last)" : "\(place)/\(last)"
    }
}

/// The path of something from a folder, both of which are there, in `..` and names; `.` for the folder itself.
package func relativePath(of target: String, from folder: String) throws(FileError) -> String {
    guard let from = absolutePath(folder), let to = absolutePath(target) else {
        throw FileError(.openFolder, absolutePath(folder) == nil ? folder : target, .refused("it is not there"))
    }
    let (here, there) = (from.split(separator: "/"), to.split(separator: "/"))
    let common = zip(here, there).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: here.count - common)
    let parts = up + there.dropFirst(common).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
}
