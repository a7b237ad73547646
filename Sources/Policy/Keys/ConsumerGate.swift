package import Model

/// The consumers of a control plane, made for looking up their keys.
final class ConsumerTable: Sendable {
    private let byHash: [KeyHash: (consumer: Int, key: GatewayConfiguration.Consumer.Key)]
    private let byName: [String: Int]
    private let consumers: [GatewayConfiguration.Consumer]

    init(_ consumers: [GatewayConfiguration.Consumer]) {
        self.consumers = consumers
        var byHash: [KeyHash: (consumer: Int, key: GatewayConfiguration.Consumer.Key)] = [:]
        var byName: [String: Int] = [:]
        for (index, consumer) in consumers.enumerated() {
            for key in consumer.keys { byHash[key.hash] = (index, key) }
            if let name = consumer.username { byName[name] = index }
        }
        // An id wins over a user name that looks like it.
        for (index, consumer) in consumers.enumerated() { byName[consumer.id.text] = index }
        self.byHash = byHash
        self.byName = byName
    }

    func find(_ hash: KeyHash, at now: Instant) -> ConsumerCaller? {
        guard let found = byHash[hash] else { return nil }
        if let end = found.key.expiresAt, end <= now { return nil }
        return ConsumerCaller(consumers[found.consumer], credentialID: found.key.id)
    }

    /// The consumer with the id, by whatever it was identified.
    func find(_ id: ID<CoreEntity>) -> ConsumerCaller? {
        guard let index = byName[id.text], consumers[index].id == id else { return nil }
        return ConsumerCaller(consumers[index], credentialID: nil)
    }

    func find(named key: String) -> ConsumerCaller? {
        byName[key].map { ConsumerCaller(consumers[$0], credentialID: nil) }
    }
}

/// Which consumer calls; without a credential it is the anonymous one.
package struct ConsumerCaller: Sendable, Equatable {
    package let id: ID<CoreEntity>
    package let username: String?
    package let customID: String?
    package let credentialID: ID<CoreEntity>?

    init(_ consumer: GatewayConfiguration.Consumer, credentialID: ID<CoreEntity>?) {
        id = consumer.id
        username = consumer.username
        customID = consumer.customID
        self.credentialID = credentialID
    }
}

/// The `key-auth` plugin in front of a route.
struct ConsumerGate: Sendable {
    let configuration: KeyAuthConfiguration
    private let locator: KeyLocator
    private let table: ConsumerTable

    init(_ configuration: KeyAuthConfiguration, _ table: ConsumerTable) {
        self.configuration = configuration
        self.table = table
        locator = KeyLocator(
            names: configuration.keyNames, inHeader: configuration.inHeader, inQuery: configuration.inQuery)
    }

    /// The names that the upstream must not see, in headers and in the query.
    var hiddenNames: [String] { configuration.hidesCredentials ? configuration.keyNames : [] }

    /// Who calls, or why not; nil when nobody has to say.
    func admit(_ request: GatewayRequest, at now: Instant) -> Result<ConsumerCaller, GatewayRefusal>? {
        if request.method == "OPTIONS", !configuration.runsOnPreflight { return nil }
        let refusal: GatewayRefusal
        switch locator.find(headers: request.headers, query: request.target.query) {
        case .missing: refusal = .missingKey
        case .duplicate: refusal = .duplicateKey
        case .key(let key):
            if let caller = table.find(KeyHash(ofKey: key), at: now) { return .success(caller) }
            refusal = .unauthorized
        }
        guard let anonymous = configuration.anonymous else { return .failure(challenging(refusal)) }
        if let caller = table.find(named: anonymous) { return .success(caller) }
        return .failure(
            GatewayRefusal(500, "anonymous consumer \(anonymous) is configured but doesn't exist", isFailure: true))
    }

    private func challenging(_ refusal: GatewayRefusal) -> GatewayRefusal {
        guard let realm = configuration.realm else { return refusal }
        var refusal = refusal
        refusal.challenge = "Key realm=\"\(realm)\""
        return refusal
    }
}
