import Synchronization

/// What a kept read is about, such as the roles of somebody on something.
package struct KeptKey: Hashable, Sendable {
    let subject: String
    let parts: [String]
    var hash: [UInt8] = []

    package init(_ subject: String, _ parts: String...) {
        self.subject = subject
        self.parts = parts
    }

    package init(_ subject: String, hash: [UInt8]) {
        self.init(subject)
        self.hash = hash
    }
}

/// Names all announced commits that a process knows of. Between two equal ones nobody has announced anything.
struct Stamp: Equatable, Sendable {
    let own: Int
    let others: Int

    /// Whether it knows of every commit of which the other one knows.
    func isAsLate(as other: Stamp) -> Bool { own >= other.own && others >= other.others }
}

/// What was read lately and is asked for with every request. All of it is forgotten with the next announced commit of
/// anybody, so that whoever is told that their change is made never meets what was before.
final class KeptReads: Sendable {
    private struct State {
        var stamp = Stamp(own: -1, others: -1)
        var values: [KeptKey: any Sendable] = [:]
    }

    private static let most = 10_000
    private let state = Mutex(State())
    let totals = KnownTotals()

    /// What was kept under the key at this stamp.
    func value<T: Sendable>(_ key: KeptKey, at stamp: Stamp, as type: T.Type = T.self) -> T? {
        state.withLock { state in state.stamp == stamp ? state.values[key] as? T : nil }
    }

    /// Keeps what was read after the stamp was taken.
    func keep(_ value: some Sendable, as key: KeptKey, at stamp: Stamp) {
        state.withLock { state in
            guard stamp.isAsLate(as: state.stamp) else { return }
            if state.stamp != stamp || state.values.count >= Self.most {
                state.stamp = stamp
                state.values = [:]
            }
            state.values[key] = value
        }
    }
}

/// The kept reads as one transaction may use them.
struct KeptView {
    let reads: KeptReads
    let stamp: Stamp
}

extension Rendered {
    /// The tables from which kept reads are made, and those whose rows take theirs along when they are deleted.
    static let keptTables: Set<Substring> = [
        "settings", "operators", "personal_access_tokens", "system_accounts", "system_account_tokens", "operator_teams",
        "operator_team_members", "assigned_roles",
    ]

    /// Whether it writes to a table from which kept reads are made.
    var altersKeptTable: Bool {
        guard let verb = text.utf8.first, Self.verbs.contains(verb) else { return false }
        let words = text.split(maxSplits: 3, omittingEmptySubsequences: true) { $0 == " " || $0 == "\n" }
        switch words.first {
        case "UPDATE": return words.count > 1 && Self.keptTables.contains(words[1])
        case "INSERT", "DELETE": return words.count > 2 && Self.keptTables.contains(words[2])
        default: return false
        }
    }

    private static let verbs: Set<UInt8> = [UInt8(ascii: "U"), UInt8(ascii: "I"), UInt8(ascii: "D")]
}
