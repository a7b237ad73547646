import Storage

/// Care for the counts that lists take their totals from.
package struct RowCounts: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Sums up what writers have added since the last time, so that a total is read from a few rows.
    package func fold() async throws {
        try await kernel.database.claim { try $0.foldCounts() }
    }
}
