import Model

/// Batches that wait for their acknowledgement; bounded, and what finds no room is counted.
struct UsageOutbox: Sendable {
    private let limit: Int
    private var batches: [GatewayUsage] = []
    private var dropped: Int64 = 0

    init(limit: Int) {
        self.limit = limit
    }

    var first: GatewayUsage? { batches.first }

    mutating func add(_ rollups: [GatewayUsage.Rollup], dropped: Int64, id: String) {
        let lost = self.dropped + dropped
        guard !rollups.isEmpty || lost > 0 else { return }
        if batches.count >= limit {
            let oldest = batches.removeFirst()
            self.dropped += oldest.dropped + oldest.rollups.reduce(0) { $0 + $1.requests }
        }
        batches.append(GatewayUsage(id: id, rollups: rollups, dropped: self.dropped + dropped))
        self.dropped = 0
    }

    mutating func acknowledge(_ id: String) {
        batches.removeAll { $0.id == id }
    }
}
