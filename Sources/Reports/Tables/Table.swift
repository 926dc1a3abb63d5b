/// Rows of words and numbers, before they are written in any format.
package struct Table: Sendable {
    package struct Column: Sendable {
        /// For people.
        let title: String
        /// For programs: `multiply_adds`.
        let key: String
        let isNumeric: Bool
        /// On a narrow terminal, the columns of the lowest rank go first; those without a rank stay.
        let rank: Int?
        /// On a narrow terminal, the texts are shortened to so many characters before another column goes; nil where they are not.
        let leastLength: Int?

        package init(
            _ title: String, key: String? = nil, isNumeric: Bool = false, rank: Int? = nil, leastLength: Int? = nil
        ) {
            self.title = title
            self.key = key ?? String(title.map { $0 == " " || $0 == "-" ? "_" : $0 })
            self.isNumeric = isNumeric
            self.rank = rank
            self.leastLength = leastLength
        }
    }

    package struct Cell: Sendable, ExpressibleByStringLiteral {
        /// For people: `6,166,250`.
        let text: String
        /// For programs: `6166250`.
        let plain: String

        package init(_ text: String, plain: String? = nil) {
            self.text = text
            self.plain = plain ?? text
        }

        package init(_ number: Int) {
            self.init(grouped(number), plain: String(number))
        }

        package init(stringLiteral text: String) {
            self.init(text)
        }
    }

    let columns: [Column]
    let rows: [[Cell]]
    /// A last row that sums up the others.
    let total: [Cell]?

    /// - Precondition: every row has a cell for each column.
    package init(columns: [Column], rows: [[Cell]], total: [Cell]? = nil) {
        precondition((rows + (total.map { [$0] } ?? [])).allSatisfy { $0.count == columns.count })
        self.columns = columns
        self.rows = rows
        self.total = total
    }

    func removing(column index: Int) -> Table {
        Table(
            columns: columns.removing(at: index), rows: rows.map { $0.removing(at: index) },
            total: total.map { $0.removing(at: index) })
    }
}

extension Array {
    fileprivate func removing(at index: Int) -> Array {
        var rest = self
        rest.remove(at: index)
        return rest
    }
}
