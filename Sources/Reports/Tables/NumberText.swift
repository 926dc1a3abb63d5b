/// `6,166,250`
package func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let text = digits.indices.reduce(into: "") { text, index in
        if index > 0, (digits.count - index) % 3 == 0 { text += "," }
        text.append(digits[index])
    }
    return number < 0 ? "−" + text : text
}

/// A change, with its sign: `+1,024`, `−512`, `0`.
func signed(_ number: Int) -> String {
    (number > 0 ? "+" : "") + grouped(number)
}

/// `23.5 MiB`; whole bytes below a kibibyte.
package func byteText(_ count: Int) -> String {
    guard count.magnitude >= 1024 else { return "\(grouped(count)) B" }
    var (value, unit) = (Double(count.magnitude) / 1024, 0)
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB"]
    while value >= 1023.95, unit + 1 < units.count { (value, unit) = (value / 1024, unit + 1) }
    return (count < 0 ? "−" : "") + "\(decimal(value, places: 1)) \(units[unit])"
}

/// A size of memory: `1648.3 MiB` up to ten gibibytes, then `22.7 GiB`.
func memoryText(_ count: Int) -> String {
    count < 10 << 30 ? "\(decimal(Double(count) / 1_048_576, places: 1)) MiB" : byteText(count)
}

/// A part of a whole in per cent with one place: `12.5 %`; a dash where there is no whole.
package func shareText(_ part: Int, of whole: Int) -> String {
    whole > 0 ? "\(decimal(100 * Double(part) / Double(whole), places: 1)) %" : "–"
}

/// A number of at least 0 with so many places behind the point.
func decimal(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1) { product, _ in product * 10 }
    let (whole, rest) = Int((value * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
    let digits = String(rest)
    return places == 0
        ? String(whole) : "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
}
