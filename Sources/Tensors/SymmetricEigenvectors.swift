/// The eigenvalues and eigenvectors of a symmetric matrix, largest first.
///
/// By rotations that make one pair of entries 0 after the other, in a fixed order (Jacobi, 1846; Golub and Van Loan, Matrix
/// Computations, 8.5). The largest entry of each vector is positive, so that its sign is no accident.
package struct SymmetricEigenvectors: Sendable {
    package let values: [Double]
    /// `vectors[n]` belongs to `values[n]`, and has length 1.
    package let vectors: [[Double]]

    /// More sweeps than this are never needed: convergence is quadratic once the matrix is nearly diagonal.
    private static let mostSweeps = 60

    /// - Parameter matrix: rows; only what is symmetric of it counts.
    package init(_ matrix: [[Double]]) {
        var rotation = Rotations(matrix)
        let scale = matrix.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
        for _ in 0..<Self.mostSweeps where rotation.squaresOffDiagonal > 1e-30 * scale { rotation.sweep() }
        let order = matrix.indices.sorted { rotation.matrix[$0][$0] > rotation.matrix[$1][$1] }
        values = order.map { rotation.matrix[$0][$0] }
        vectors = order.map { column in
            let vector = rotation.vectors.map { $0[column] }
            let largest = vector.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
            return largest < 0 ? vector.map { -$0 } : vector
        }
    }
}

/// A matrix on its way to a diagonal one, and the rotations so far.
private struct Rotations {
    var matrix: [[Double]]
    /// Columns become the eigenvectors.
    var vectors: [[Double]]

    init(_ matrix: [[Double]]) {
        self.matrix = matrix.indices.map { row in
            matrix.indices.map { (matrix[row][$0] + matrix[$0][row]) / 2 }
        }
        vectors = matrix.indices.map { row in matrix.indices.map { $0 == row ? 1 : 0 } }
    }

    var squaresOffDiagonal: Double {
        matrix.indices.reduce(0) { sum, row in
            matrix.indices.reduce(sum) { $0 + ($1 == row ? 0 : matrix[row][$1] * matrix[row][$1]) }
        }
    }

    /// Rotates every pair once.
    mutating func sweep() {
        for first in matrix.indices {
            for second in matrix.indices where second > first && matrix[first][second] != 0 { rotate(first, second) }
        }
    }

    private mutating func rotate(_ p: Int, _ q: Int) {
        let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
        let sign: Double = theta < 0 ? -1 : 1
        let tangent = sign / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in matrix.indices {
            let (a, b) = (matrix[k][p], matrix[k][q])
            (matrix[k][p], matrix[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
        for k in matrix.indices {
            let (a, b) = (matrix[p][k], matrix[q][k])
            (matrix[p][k], matrix[q][k]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
        for k in vectors.indices {
            let (a, b) = (vectors[k][p], vectors[k][q])
            (vectors[k][p], vectors[k][q]) = (cosine * a - sine * b, sine * a + cosine * b)
        }
    }
}
