/// A form as browsers send it (RFC 7578): the first picture in it.
struct MultipartBody {
    /// Nil where a content type is none of a form.
    static func boundary(_ contentType: String?) -> String? {
        guard let contentType, contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, trimmed(pair[0]).lowercased() == "boundary" else { continue }
            let value = unquoted(trimmed(pair[1]))
            return (1...70).contains(value.utf8.count) ? value : ""
        }
        return ""
    }

    /// The contents of the first part that is a file, and the file's name; nil where there is none, or the form is cut off.
    static func picture(in body: [UInt8], boundary: String) -> (bytes: [UInt8], name: String)? {
        guard !boundary.isEmpty else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        guard var place = body.firstPlace(of: delimiter, from: 0).map({ $0 + delimiter.count }) else { return nil }
        let next = Array("\r\n--\(boundary)".utf8)
        while place + 2 <= body.count, body[place..<place + 2].elementsEqual("\r\n".utf8) {
            guard let headEnd = body.firstPlace(of: Array("\r\n\r\n".utf8), from: place),
                let end = body.firstPlace(of: next, from: headEnd + 2)
            else { return nil }
            let head = String(decoding: body[place..<headEnd], as: UTF8.self)
            if let name = fileName(head), end >= headEnd + 4 { return (Array(body[headEnd + 4..<end]), name) }
            place = end + next.count
        }
        return nil
    }

    private static func fileName(_ head: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline)
        where line.lowercased().hasPrefix("content-disposition:") {
            for parameter in line.split(separator: ";").dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, trimmed(pair[0]).lowercased() == "filename" else { continue }
                return unquoted(trimmed(pair[1]))
            }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func unquoted(_ text: String) -> String {
        text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}

extension [UInt8] {
    /// Where some bytes stand first; nil where they do not.
    fileprivate func firstPlace(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, start >= 0 else { return nil }
        return withUnsafeBufferPointer { bytes in
            guard bytes.count - pattern.count >= start else { return nil }
            for place in start...(bytes.count - pattern.count) where bytes[place] == first {
                if pattern.withUnsafeBufferPointer({ pattern in
                    pattern.indices.allSatisfy { bytes[place + $0] == pattern[$0] }
                }) {
                    return place
                }
            }
            return nil
        }
    }
}
