import Model
import Storage
import TestKit
import Testing

@Suite struct DeveloperStoreTests {
    private static let now = FixedClock.start

    /// Two portals, with Ada on the first.
    private func withAda(
        _ engine: Engines, _ body: @Sendable (Database, Developer, Portal) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            let home = Samples.portal("Payments"), other = Samples.portal("Travel")
            let ada = Samples.developer("ada@example.com", on: home)
            try await database.write { tx in
                try tx.portals.insert(home)
                try tx.portals.insert(other)
                try tx.developers.insert(ada)
            }
            try await body(database, ada, other)
        }
    }

    @Test(arguments: Engines.all) func aDeveloperComesBackAsWritten(engine: Engines) async throws {
        try await withAda(engine) { database, ada, _ in
            var changed = ada
            changed.status = .approved
            changed.passwordHash = "hash"
            changed.emailVerifiedAt = Self.now
            let written = changed
            let found = try await database.write { tx in
                try tx.developers.update(written)
                return try tx.developers.find(email: "ada@example.com", of: ada.portalID)
            }
            #expect(found == written)
        }
    }

    @Test(arguments: Engines.all) func anAddressHasOneAccountPerPortal(engine: Engines) async throws {
        try await withAda(engine) { database, ada, other in
            let twin = Samples.developer(ada.email, on: other)
            try await database.write { try $0.developers.insert(twin) }
            var again = Samples.developer(ada.email, on: other)
            again.portalID = ada.portalID
            let second = again
            await #expect(throws: Refusal.conflict("Developer with the given email already exists")) {
                try await database.write { try $0.developers.insert(second) }
            }
        }
    }

    @Test(arguments: Engines.all) func anotherPortalFindsNobody(engine: Engines) async throws {
        try await withAda(engine) { database, ada, other in
            let session = Samples.session(of: ada), token = Samples.token(.confirm, of: ada)
            let isFound = try await database.write { tx in
                try tx.developerSessions.insert(session)
                try tx.developerTokens.insert(token)
                return [
                    try tx.developers.find(ada.id, of: other.id) != nil,
                    try tx.developers.delete(ada.id, of: other.id),
                    try tx.developerSessions.find(accessHash: session.accessHash, of: other.id) != nil,
                    try tx.developerSessions.find(refreshHash: session.refreshHash, of: other.id) != nil,
                    try tx.developerTokens.find(hash: token.hash, of: other.id) != nil,
                ]
            }
            #expect(isFound == [false, false, false, false, false])
        }
    }

    @Test(arguments: Engines.all) func aSessionOfAnotherPortalsDeveloperCannotBeWritten(engine: Engines) async throws {
        try await withAda(engine) { database, ada, other in
            var session = Samples.session(of: ada)
            session.portalID = other.id
            let forged = session
            await #expect(throws: StorageError.foreignKey) {
                try await database.write { try $0.developerSessions.insert(forged) }
            }
        }
    }

    @Test(arguments: Engines.all) func aTokenIsUsedOnce(engine: Engines) async throws {
        try await withAda(engine) { database, ada, _ in
            let token = Samples.token(.reset, of: ada)
            let uses = try await database.write { tx in
                try tx.developerTokens.insert(token)
                return [
                    try tx.developerTokens.use(hash: token.hash, at: Self.now),
                    try tx.developerTokens.use(hash: token.hash, at: Self.now),
                ]
            }
            #expect(uses == [true, false])
        }
    }

    @Test(arguments: Engines.all) func newSecretsAreGivenOnceForTheOldOnes(engine: Engines) async throws {
        try await withAda(engine) { database, ada, _ in
            let old = Samples.session(of: ada)
            var next = old
            next.accessHash = [9]
            next.refreshHash = [8]
            let new = next
            let (isFirst, isSecond, found) = try await database.write { tx in
                try tx.developerSessions.insert(old)
                return (
                    try tx.developerSessions.rotate(new, from: old.refreshHash),
                    try tx.developerSessions.rotate(new, from: old.refreshHash),
                    try tx.developerSessions.find(accessHash: [9], of: ada.portalID)
                )
            }
            #expect(isFirst)
            #expect(!isSecond)
            #expect(found == new)
        }
    }

    @Test(arguments: Engines.all) func deletingADeveloperTakesSessionsAndLinksAlong(engine: Engines) async throws {
        try await withAda(engine) { database, ada, _ in
            let session = Samples.session(of: ada), token = Samples.token(.invite, of: ada)
            let (foundSession, foundToken) = try await database.write { tx in
                try tx.developerSessions.insert(session)
                try tx.developerTokens.insert(token)
                try tx.developers.delete(ada.id, of: ada.portalID)
                return (
                    try tx.developerSessions.find(accessHash: session.accessHash, of: ada.portalID),
                    try tx.developerTokens.find(hash: token.hash, of: ada.portalID)
                )
            }
            #expect(foundSession == nil)
            #expect(foundToken == nil)
        }
    }

    @Test(arguments: Engines.all) func developersAreFilteredSortedAndCounted(engine: Engines) async throws {
        try await withAda(engine) { database, ada, other in
            var grace = Samples.developer("grace@example.com", on: other)
            grace.portalID = ada.portalID
            grace.fullName = "Grace Hopper"
            grace.status = .approved
            let second = grace
            let pages = try await database.write { tx -> [[String]] in
                try tx.developers.insert(second)
                let queries = [
                    ListQuery(sort: [ListSort("email", descending: true)]),
                    ListQuery(filters: [ListFilter("name", .contains, ["hopp"])]),
                    ListQuery(filters: [ListFilter("status", .eq, ["pending"])]),
                ]
                return try queries.map { try tx.developers.list($0, of: ada.portalID).items.map(\.email) }
            }
            let counts = try await database.read { try $0.developers.counts(of: ada.portalID) }
            #expect(pages == [["grace@example.com", "ada@example.com"], ["grace@example.com"], ["ada@example.com"]])
            #expect(counts == [.approved: 1, .pending: 1])
        }
    }
}

@Suite struct MailLogStoreTests {
    private func entry(_ number: Int, kind: String = OutgoingMail.kind) -> OutboxEntry {
        let at = FixedClock.start + .seconds(number)
        return OutboxEntry(
            id: .make(at: at, random: (UInt64(number), 0)), kind: kind, payload: ["n": .integer(Int64(number))],
            createdAt: at)
    }

    @Test(arguments: Engines.all) func emailsAreListedByStateNewestFirst(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let entries = [entry(1), entry(2), entry(3), entry(4, kind: "webhook")]
            let now = FixedClock.start + .minutes(1)
            try await database.write { tx in for entry in entries { try tx.outbox.enqueue(entry) } }
            let claimed = try await database.claim { tx in
                try tx.outbox.claim(kinds: ["email"], limit: 2, at: now, until: now + .minutes(2))
            }
            let (all, sent, failed) = try await database.write { tx in
                try tx.outbox.complete(claimed[0], at: now)
                try tx.outbox.fail(claimed[1], error: "refused", at: now)
                let of = { (state: String) in
                    ListQuery(filters: [ListFilter("state", .eq, [state])])
                }
                return (
                    try tx.mailLog.list(ListQuery()).items.map(\.id),
                    try tx.mailLog.list(of("sent")).items.map(\.id),
                    try tx.mailLog.list(of("failed")).items.map(\.id)
                )
            }
            #expect(all == [entries[2].id, entries[1].id, entries[0].id])
            #expect(sent == [entries[0].id])
            #expect(failed == [entries[1].id])
        }
    }

    @Test(arguments: Engines.all) func onlyWhatIsNotSentIsTriedAgain(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let first = entry(1), now = FixedClock.start + .minutes(1)
            try await database.write { try $0.outbox.enqueue(first) }
            let claimed = try await database.claim { tx in
                try tx.outbox.claim(kinds: ["email"], limit: 1, at: now, until: now + .minutes(2))
            }
            let answers = try await database.write { tx in
                let whileClaimed = try tx.mailLog.retry(first.id, at: now)
                try tx.outbox.fail(claimed[0], error: "refused", at: now)
                let afterFailure = try tx.mailLog.retry(first.id, at: now)
                return [whileClaimed, afterFailure]
            }
            #expect(answers == [false, true])
        }
    }
}
