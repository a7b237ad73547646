package import Model

/// What stands before a linked service: which keys open it, and for which APIs.
struct Guard: Sendable {
    /// Strategies that look for keys in the same headers.
    struct Lookup: Sendable {
        let locator: KeyLocator
        var strategies: [ID<AuthStrategy>]
    }

    struct LinkedAPI: Sendable {
        let id: ID<API>
        let publications: [GatewayConfiguration.Protection.Publication]
    }

    private(set) var lookups: [Lookup] = []
    /// The headers that the upstream must not see.
    private(set) var hiddenNames: [String] = []
    private let apis: [LinkedAPI]

    /// Nil when nothing of this asks for a credential.
    init?(_ protections: [GatewayConfiguration.Protection], strategies: [GatewayConfiguration.Strategy]) {
        apis = protections.map { LinkedAPI(id: $0.apiID, publications: $0.publications) }
        let wanted = Set(protections.flatMap { $0.publications.flatMap(\.strategyIDs) })
        guard !wanted.isEmpty else { return nil }
        for strategy in strategies where wanted.contains(strategy.id) {
            switch strategy.kind {
            case .keyAuth(let names, let hides): add(strategy.id, names: names, hides: hides)
            }
        }
    }

    private mutating func add(_ strategy: ID<AuthStrategy>, names: [String], hides: Bool) {
        if let index = lookups.firstIndex(where: { $0.locator.names == names }) {
            lookups[index].strategies.append(strategy)
        } else {
            lookups.append(Lookup(locator: KeyLocator(names: names), strategies: [strategy]))
        }
        if hides { hiddenNames += names.filter { !hiddenNames.contains($0) } }
    }

    /// Who calls, or why not. When several strategies look in different places, the best answer counts.
    func admit(_ headers: HeaderFields, _ table: CredentialTable, at now: Instant) -> Result<Caller, GatewayRefusal> {
        var best = GatewayRefusal.missingKey
        for lookup in lookups {
            switch lookup.locator.find(headers: headers) {
            case .missing: continue
            case .duplicate: best = Self.weightier(best, .duplicateKey)
            case .key(let key):
                guard let (credential, application) = table.find(KeyHash(ofKey: key), at: now) else {
                    best = Self.weightier(best, .unauthorized)
                    continue
                }
                if lookup.strategies.contains(credential.strategyID), let api = api(for: application, credential) {
                    return .success(Caller(application: application, credentialID: credential.id, apiID: api))
                }
                best = .notAllowed
            }
        }
        return .failure(best)
    }

    private func api(for application: GatewayApplication, _ credential: GatewayCredential) -> ID<API>? {
        apis.first { api in
            application.grants.contains(api.id)
                && api.publications.contains {
                    $0.portalID == application.portalID && $0.strategyIDs.contains(credential.strategyID)
                }
        }?.id
    }

    private static func weightier(_ left: GatewayRefusal, _ right: GatewayRefusal) -> GatewayRefusal {
        let order: [GatewayRefusal] = [.missingKey, .duplicateKey, .unauthorized, .notAllowed]
        let leftRank = order.firstIndex(of: left) ?? 0, rightRank = order.firstIndex(of: right) ?? 0
        return leftRank >= rightRank ? left : right
    }
}

/// Which application calls, by which credential, for which API.
package struct Caller: Sendable, Equatable {
    package let application: GatewayApplication
    package let credentialID: ID<Credential>
    package let apiID: ID<API>
}
