package import Model

/// Who may call, made for looking up keys: 256 shards by the first byte of the hash, copied when they change.
package struct CredentialTable: Sendable {
    package private(set) var version: Int64
    private var credentials: [[KeyHash: GatewayCredential]]
    private var applications: [[ID<Application>: Holder]]

    /// An application with its keys; nil while only keys have come.
    private struct Holder: Sendable {
        var application: GatewayApplication?
        var keys: Set<KeyHash> = []
    }

    package init(_ base: GatewayCredentials = GatewayCredentials(version: 0)) {
        version = base.version
        credentials = Array(repeating: [:], count: 256)
        applications = Array(repeating: [:], count: 256)
        for application in base.applications { put(application) }
        for credential in base.credentials { put(credential) }
    }

    /// The credential and its application; nil for an unknown or expired key.
    package func find(_ hash: KeyHash, at now: Instant) -> (GatewayCredential, GatewayApplication)? {
        guard let credential = credentials[Self.shard(hash)][hash] else { return nil }
        if let end = credential.expiresAt, end <= now { return nil }
        let id = credential.applicationID
        guard let application = applications[Self.shard(id)][id]?.application else { return nil }
        return (credential, application)
    }

    /// Brings the table to `version` by the changes since its own.
    package mutating func apply(_ changes: [GatewayChange], version: Int64) {
        for change in changes {
            switch change {
            case .putCredential(let credential): put(credential)
            case .removeCredential(let hash): remove(hash)
            case .putApplication(let application): put(application)
            case .removeApplication(let id): remove(id)
            }
        }
        self.version = version
    }

    /// What the table holds, as a base.
    package var base: GatewayCredentials {
        GatewayCredentials(
            version: version, applications: applications.flatMap { $0.values.compactMap(\.application) },
            credentials: credentials.flatMap(\.values))
    }

    package var count: Int { credentials.reduce(0) { $0 + $1.count } }

    private static func shard(_ hash: KeyHash) -> Int { Int(hash.words.0 >> 56) }

    // The last byte of an id is random whatever its version.
    private static func shard(_ id: ID<Application>) -> Int {
        var hash: UInt8 = 0
        for byte in id.text.utf8.suffix(4) { hash = hash &* 31 &+ byte }
        return Int(hash)
    }

    private mutating func put(_ credential: GatewayCredential) {
        if let old = credentials[Self.shard(credential.keyHash)][credential.keyHash],
            old.applicationID != credential.applicationID
        {
            remove(credential.keyHash)
        }
        credentials[Self.shard(credential.keyHash)][credential.keyHash] = credential
        let id = credential.applicationID
        applications[Self.shard(id)][id, default: Holder()].keys.insert(credential.keyHash)
    }

    private mutating func put(_ application: GatewayApplication) {
        applications[Self.shard(application.id)][application.id, default: Holder()].application = application
    }

    private mutating func remove(_ hash: KeyHash) {
        guard let old = credentials[Self.shard(hash)].removeValue(forKey: hash) else { return }
        applications[Self.shard(old.applicationID)][old.applicationID]?.keys.remove(hash)
    }

    private mutating func remove(_ id: ID<Application>) {
        guard let holder = applications[Self.shard(id)].removeValue(forKey: id) else { return }
        for hash in holder.keys { credentials[Self.shard(hash)][hash] = nil }
    }
}
