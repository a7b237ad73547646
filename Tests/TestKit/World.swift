package import Core
import Logging
package import Model
package import Storage

/// The whole product on a fresh database, with a clock that stands still and randomness that is the same in each run.
package struct World: Sendable {
    package let database: Database
    package let clock: FixedClock
    package let product: Product

    /// Somebody who may do everything.
    package let root = Actor.system

    package init(
        _ database: Database, seed: UInt64 = 7, mailFrom: Mailbox? = nil, calls: any OutgoingCalls = NoOutgoingCalls(),
        referenceHosts: ReferenceHosts = ReferenceHosts()
    ) {
        let clock = FixedClock(), random = FixedRandom(seed: seed)
        var settings = ProductSettings(
            publicURL: PublicURL(scheme: "http", host: "localhost", port: 8_080), baseDomain: "localhost")
        settings.mailFrom = mailFrom
        settings.referenceHosts = referenceHosts
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let kernel = Kernel(
            database: database, clock: { clock.now }, pause: { clock.advance(by: $0) },
            random: Randomness { random.next() }, settings: settings, vault: Vault(key: Array(repeating: 5, count: 32)),
            logger: logger, calls: calls)
        self.database = database
        self.clock = clock
        product = Product(kernel)
    }

    /// Runs the body with a fresh world on an engine.
    package static func on<T: Sendable>(
        _ engine: Engines, _ body: @Sendable (World) async throws -> T
    ) async throws -> T {
        try await engine.withDatabase { try await body(World($0)) }
    }
}

extension World {
    /// A portal with accounts, unless told otherwise.
    package func portal(_ name: String = "Payments", _ change: (inout PortalDraft) -> Void = { _ in }) async throws
        -> Portal
    {
        var draft = PortalDraft(name: name)
        change(&draft)
        return try await product.portals.create(draft, as: root)
    }

    /// An operator, with a token that acts for them; an organization admin unless other teams are named.
    package func account(
        _ email: String = "grace@example.com", in teams: [ID<OperatorTeam>] = [OperatorTeam.admins]
    ) async throws -> (Operator, token: String) {
        let draft = OperatorDraft(email: email, name: "Grace Hopper", password: TestPassword.good)
        let account = try await product.operators.create(draft, in: teams, as: root)
        let (_, secret) = try await product.operators.createToken(
            name: "test", expiresAt: nil, for: account.id, as: .operator(account.id))
        return (account, secret.text)
    }

    /// A developer who has just signed up, chosen `TestPassword.good` and been given a status.
    package func developer(
        _ email: String = "ada@example.com", on portal: Portal, status: Developer.Status = .approved
    ) async throws -> Developer {
        let draft = SignUpDraft(email: email, fullName: "Ada Lovelace")
        try await product.developers.register(draft, on: portal.id, throttleKey: "test")
        let token = try await token(mailedTo: email)
        let confirmed = try await product.developers.verifyEmail(token: token, on: portal.id)
        try await product.developers.resetPassword(
            token: confirmed.token, password: TestPassword.good, on: portal.id)
        let query = ListQuery(filters: [ListFilter("email", .eq, [email])])
        let found = try await product.developers.list(query, of: portal.id, as: root).items
        guard let developer = found.first else { throw Refusal.notFound }
        return try await product.developers.update(
            developer.id, DeveloperChange(status: status), of: portal.id, as: root)
    }

    /// All e-mails to an address, newest first.
    package func mails(to address: String) async throws -> [OutgoingMail] {
        let page = PageRequest(size: 100)
        return try await product.messages.list(ListQuery(page: page), as: root).items.map(\.mail)
            .filter { $0.to.address == address }
    }

    /// The token in the newest link that was mailed to an address.
    package func token(mailedTo address: String) async throws -> String {
        let links = try await mails(to: address).compactMap(\.link)
        guard let token = links.lazy.compactMap({ $0.split(separator: "token=").dropFirst().first }).first else {
            throw Refusal.notFound
        }
        return String(token)
    }
}

package enum TestPassword {
    package static let good = "correct horse battery"
}
