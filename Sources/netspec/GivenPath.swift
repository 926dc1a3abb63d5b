import ArgumentParser

/// The path of an option; an empty one, as a variable of a shell leaves that is not set, would be taken for the root of the file
/// system, or for the folder at hand.
func givenPath(_ argument: String) throws -> String {
    guard !argument.isEmpty else { throw ValidationError("a path must have a letter at least, found nothing") }
    return argument
}

/// The path of a file to write; `-` would be a file of that name, where standard output is meant.
func givenFile(_ argument: String) throws -> String {
    guard argument != "-" else {
        throw ValidationError("a file must be named, found `-`; write `./-` for a file of that name")
    }
    return try givenPath(argument)
}
