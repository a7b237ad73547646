package import Model
import Storage

/// What the gateway counted: for developers of their own applications, for operators of every API.
package struct Usage: Sendable {
    /// How many days charts show.
    package static let days = 30

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package var now: Instant { kernel.now }

    /// The calls of the last thirty days, every day with its count; of an application that the actor may use.
    package func days(
        of application: ID<Application>, on portal: ID<Portal>, as actor: Actor
    ) async throws -> [UsageDay] {
        let first = firstDay
        return try await kernel.database.read { tx in
            let found = try ApplicationAccess.find(application, on: portal, actor, tx)
            return Self.filled(try tx.usage.days(of: found.id, since: first), from: first)
        }
    }

    /// The calls of an API in the last thirty days, for operators.
    package func days(of api: ID<API>, as actor: Actor) async throws -> [UsageDay] {
        let first = firstDay
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api) != nil else { throw Refusal.notFound }
            return Self.filled(try tx.usage.days(of: api, since: first), from: first)
        }
    }

    /// The answer to a developer's question, about the applications that they may use and about no others.
    package func answer(_ query: UsageQuery, on portal: ID<Portal>, as actor: Actor) async throws -> UsageAnswer {
        let developer = try actor.requireDeveloper(of: portal), now = kernel.now
        guard query.start >= now - UsageQuery.window - .days(1), query.end >= query.start else {
            throw Refusal.invalid("time_range", .invalid, "\"time_range\" must lie within the last 90 days")
        }
        return try await kernel.database.read { tx in
            _ = try ApplicationAccess.portal(portal, actor, tx)
            let applications = try tx.applications.names(usableBy: developer, on: portal)
            let sums = try tx.usage.sums(query, applications: applications.keys.sorted())
            var names: [String: String] = [:]
            for (id, name) in applications { names[id.text] = name }
            for text in Set(sums.compactMap { $0.values[.api] }) {
                names[text] = try ID<API>(text).flatMap { try tx.apis.find($0)?.name }
            }
            return UsageAnswer(sums: sums, names: names)
        }
    }

    private var firstDay: Instant {
        let day: Int64 = 86_400_000
        return Instant(milliseconds: (kernel.now.milliseconds / day - Int64(Self.days - 1)) * day)
    }

    /// Every day has its place, also without calls.
    private static func filled(_ known: [UsageDay], from first: Instant) -> [UsageDay] {
        let byDay = Dictionary(known.map { ($0.day, $0) }, uniquingKeysWith: { first, _ in first })
        return (0..<days).map { index in
            let day = first + .days(index)
            return byDay[day] ?? UsageDay(day: day, requests: 0, errors: 0)
        }
    }
}

/// What was counted, with the names of the applications and APIs in it; those that are gone have none.
package struct UsageAnswer: Sendable {
    package let sums: [UsageSum]
    package let names: [String: String]
}
