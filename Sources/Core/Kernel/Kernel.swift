package import Logging
package import Model
package import Storage

/// What every use case stands on: the store, the time, randomness, and the operator's settings.
package struct Kernel: Sendable {
    package let database: Database
    package let clock: @Sendable () -> Instant
    /// Lets time pass.
    package let pause: @Sendable (Duration) async throws -> Void
    package let random: Randomness
    package let settings: ProductSettings
    package let vault: Vault
    package let logger: Logger
    /// Reaches servers whose addresses somebody else has given.
    package let calls: any OutgoingCalls
    /// Woken when something was put into the outbox.
    package let outboxBell: Bell
    /// Rung after every commit that may concern the gateway.
    package let gatewayBell: Bell

    package init(
        database: Database, clock: @escaping @Sendable () -> Instant = SystemClock.now,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: Randomness = .system, settings: ProductSettings, vault: Vault, logger: Logger,
        calls: any OutgoingCalls = NoOutgoingCalls()
    ) {
        self.database = database
        self.clock = clock
        self.pause = pause
        self.random = random
        self.settings = settings
        self.vault = vault
        self.logger = logger
        self.calls = calls
        outboxBell = Bell()
        gatewayBell = Bell()
    }

    package var now: Instant { clock() }

    /// A new id, ordered by time.
    package func newID<Entity>(_: Entity.Type = Entity.self) -> ID<Entity> {
        ID.make(at: clock(), random: (random.word(), random.word()))
    }

    /// What the audit log will say of an act, with the address and the request that it came from.
    package func audit(
        _ action: String, of target: AuditTarget, portal: ID<Portal>? = nil, by actor: Actor, details: JSON = [:]
    ) -> AuditEvent {
        AuditEvent(
            id: newID(), at: now, actor: actor, action: action, target: target, portalID: portal,
            address: Trace.current?.address, requestID: Trace.current?.requestID, details: details)
    }
}

/// Settings of the whole product, read once at the start.
package struct ProductSettings: Sendable {
    /// What links in e-mails and redirects begin with, such as `http://localhost:8080`.
    package var publicURL: PublicURL
    /// Portals answer at `{slug}.{baseDomain}`.
    package var baseDomain: String
    /// Whom e-mails come from; nil: each portal under its own name, at the base domain.
    package var mailFrom: Mailbox?
    /// The servers from which descriptions may have documents fetched.
    package var referenceHosts = ReferenceHosts()
    package var uploads = UploadLimits()

    package init(publicURL: PublicURL, baseDomain: String, mailFrom: Mailbox? = nil) {
        self.publicURL = publicURL
        self.baseDomain = baseDomain
        self.mailFrom = mailFrom
    }

    /// The host that a portal was given, without a port.
    package func domain(of portal: Portal) -> String {
        "\(portal.slug).\(baseDomain)"
    }

    /// The address of a portal's site, such as `http://portal1.localhost:8080`: at its custom domain once requests
    /// arrive there.
    package func siteURL(of portal: Portal) -> String {
        let custom = portal.customHost.flatMap { $0.isReached ? $0.name : nil }
        return publicURL.with(host: custom ?? domain(of: portal)).text
    }
}

/// Scheme, host and port of an address that the product is reached at.
package struct PublicURL: Sendable, Equatable {
    package var scheme: String
    package var host: String
    /// Nil is the scheme's own port.
    package var port: Int?

    package init(scheme: String, host: String, port: Int?) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Nil when the text is no `http://host[:port]` or `https://host[:port]`.
    package init?(_ text: String) {
        let parts = text.split(separator: "://", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["http", "https"].contains(parts[0]) else { return nil }
        let authority = parts[1].hasSuffix("/") ? String(parts[1].dropLast()) : parts[1]
        let pieces = authority.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(pieces.count), !pieces[0].isEmpty, !pieces[0].contains("/") else { return nil }
        if pieces.count == 2, Int(pieces[1]) == nil { return nil }
        self.init(scheme: parts[0], host: pieces[0], port: pieces.count == 2 ? Int(pieces[1]) : nil)
    }

    package func with(host: String) -> PublicURL {
        PublicURL(scheme: scheme, host: host, port: port)
    }

    package var text: String {
        port.map { "\(scheme)://\(host):\($0)" } ?? "\(scheme)://\(host)"
    }

    package var isSecure: Bool { scheme == "https" }
}
