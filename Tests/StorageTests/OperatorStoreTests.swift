import Model
import Storage
import TestKit
import Testing

@Suite struct OperatorStoreTests {
    private static let now = FixedClock.start
    private static let account = Samples.account("ada@example.com")

    private static func withAccount(
        _ engine: Engines, _ body: @Sendable (Database) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { try $0.operators.insert(account) }
            try await body(database)
        }
    }

    @Test(arguments: Engines.all) func anOperatorIsFoundByIdAndByEmail(engine: Engines) async throws {
        try await Self.withAccount(engine) { database in
            var changed = Self.account
            changed.passwordHash = "$argon2id$x"
            let update = changed
            try await database.write { try $0.operators.update(update) }
            #expect(try await database.read { try $0.operators.find(update.id) } == update)
            #expect(try await database.read { try $0.operators.find(email: "ada@example.com") } == update)
            #expect(try await database.read { try $0.operators.all() } == [update])
        }
    }

    @Test(arguments: Engines.all) func anEmailBelongsToOneOperator(engine: Engines) async throws {
        try await Self.withAccount(engine) { database in
            let other = Samples.account("ada@example.com")
            await #expect(throws: Refusal.conflict("An operator with the e-mail \"ada@example.com\" already exists")) {
                try await database.write { try $0.operators.insert(other) }
            }
        }
    }

    @Test(arguments: Engines.all) func updatingWhoeverIsGoneIsNotFound(engine: Engines) async throws {
        try await engine.withDatabase { database in
            await #expect(throws: Refusal.notFound) {
                try await database.write { try $0.operators.update(Self.account) }
            }
        }
    }

    @Test(arguments: Engines.all) func sessionsEndOneByOneOrTogether(engine: Engines) async throws {
        try await Self.withAccount(engine) { database in
            let sessions = (1...3).map { seed in
                OperatorSession(
                    id: FixedRandom(seed: seed).id(), operatorID: Self.account.id, createdAt: Self.now,
                    lastSeenAt: Self.now, expiresAt: Self.now + .hours(Int(seed)), address: "127.0.0.1", agent: "curl")
            }
            try await database.write { tx in
                for (index, session) in sessions.enumerated() {
                    try tx.operatorSessions.insert(session, tokenHash: [UInt8(index), 0])
                }
            }
            #expect(try await database.read { try $0.operatorSessions.find(tokenHash: [1, 0]) } == sessions[1])
            let left = try await database.write { tx in
                try tx.operatorSessions.touch(sessions[1].id, at: Self.now + .minutes(5))
                try tx.operatorSessions.deleteExpired(at: Self.now + .hours(1))
                try tx.operatorSessions.deleteAll(of: Self.account.id, except: sessions[1].id)
                return try tx.operatorSessions.all(of: Self.account.id)
            }
            #expect(left.map(\.id) == [sessions[1].id])
            #expect(left.first?.lastSeenAt == Self.now + .minutes(5))
        }
    }

    @Test(arguments: Engines.all) func tokensGoWithTheirOperator(engine: Engines) async throws {
        try await Self.withAccount(engine) { database in
            let token = PersonalAccessToken(
                id: FixedRandom().id(), operatorID: Self.account.id, name: "ci", expiresAt: Self.now + .days(1),
                lastUsedAt: nil, createdAt: Self.now)
            try await database.write { try $0.tokens.insert(token, tokenHash: [7, 7]) }
            #expect(try await database.read { try $0.tokens.find(tokenHash: [7, 7]) } == token)
            #expect(try await database.read { try $0.tokens.all(of: Self.account.id) } == [token])
            try await database.write { try $0.operators.delete(Self.account.id) }
            #expect(try await database.read { try $0.tokens.find(tokenHash: [7, 7]) } == nil)
        }
    }

    @Test(arguments: Engines.all) func aSetupLinkWorksOnce(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let oldest = Self.now - .hours(1)
            try await database.write { try $0.operators.insertSetupLink(tokenHash: [1], at: Self.now) }
            let uses = try await database.write { tx in
                try [[1], [1], [2]].map {
                    try tx.operators.useSetupLink(tokenHash: $0, since: oldest, at: Self.now)
                }
            }
            #expect(uses == [true, false, false])
        }
    }

    @Test(arguments: Engines.all) func failuresAreCountedByAccountAndByAddress(engine: Engines) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                for (account, address, minute) in [("a", "x", 0), ("a", "x", 1), ("a", "y", 2), ("b", "x", 3)] {
                    try tx.throttle.record(account: account, address: address, at: Self.now + .minutes(minute))
                }
            }
            let before = Self.now - .minutes(1)
            let (pair, address, none) = try await database.read { tx in
                (
                    try tx.throttle.failures(account: "a", address: "x", since: before),
                    try tx.throttle.failures(address: "x", since: Self.now),
                    try tx.throttle.failures(account: "c", since: before)
                )
            }
            #expect(pair == (2, Self.now + .minutes(1)))
            #expect(address == (2, Self.now + .minutes(3)))
            #expect(none == (0, nil))
            let left = try await database.write { tx in
                try tx.throttle.clear(account: "a", address: "x")
                try tx.throttle.prune(before: Self.now + .minutes(3))
                return try tx.throttle.failures(since: before)
            }
            #expect(left.count == 1)
        }
    }

    @Test(arguments: Engines.all) func auditEventsComeBackNewestFirst(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal: ID<Portal> = FixedRandom(seed: 5).id()
            let actors: [Actor] = [
                .system, .operator(Self.account.id), .developer(FixedRandom(seed: 6).id(), portal: portal),
            ]
            let events = actors.enumerated().map { index, actor in
                AuditEvent(
                    id: FixedRandom(seed: UInt64(10 + index)).id(), at: Self.now + .seconds(index), actor: actor,
                    action: "portal.updated", target: AuditTarget("portal", portal.text),
                    portalID: index == 2 ? portal : nil, address: "::1", requestID: "r", details: ["n": 1])
            }
            try await database.write { tx in for event in events { try tx.audit.record(event) } }
            #expect(try await database.read { try $0.audit.recent(limit: 2) } == [events[2], events[1]])
            #expect(try await database.read { try $0.audit.recent(portal: portal, limit: 9) } == [events[2]])
        }
    }
}
