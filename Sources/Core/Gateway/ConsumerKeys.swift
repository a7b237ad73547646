import Foundation
import Model

/// Keys of consumers: stored under their hash and sealed, because their clients read them back.
enum ConsumerKeys {
    private static let length = 32

    /// A key for a consumer that names none.
    static func fresh(_ random: Randomness) -> String { random.base62(length + 2) }

    /// What a key is found by.
    static func name(of key: String) -> String {
        Secret.hash(key).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The entity as it is stored, with the key that it names or another one.
    static func sealed(_ entity: CoreEntity, orElse key: String, _ vault: Vault) throws -> CoreEntity {
        var entity = entity
        let key = entity.fields["key"]?.string ?? key
        entity.name = name(of: key)
        let sealed = Data(try vault.seal(key)).base64EncodedString()
        entity.fields = entity.fields.replacing("key", .string(sealed))
        return entity
    }

    /// The entity as its clients wrote it.
    static func opened(_ entity: CoreEntity, _ vault: Vault) -> CoreEntity {
        var entity = entity
        let bytes = entity.fields["key"]?.string.flatMap { Data(base64Encoded: $0) }
        let key = bytes.flatMap { vault.open(Array($0)) }
        entity.fields = entity.fields.replacing("key", key.map(JSON.string) ?? .null)
        return entity
    }

    /// What a data plane needs of it: never the key.
    static func key(_ entity: CoreEntity) -> GatewayConfiguration.Consumer.Key? {
        guard let hash = entity.name.flatMap({ KeyHash(hexadecimal: $0) }) else { return nil }
        let end = entity.fields["ttl"]?.integer.flatMap { $0 > 0 ? entity.updatedAt + .seconds($0) : nil }
        return GatewayConfiguration.Consumer.Key(id: entity.id, hash: hash, expiresAt: end)
    }
}

/// Which entities a list gives.
package struct CoreEntityFilter: Sendable {
    /// Every one of these groups must have a tag that the entity has.
    package var tags: [[String]] = []
    package var customID: String?
    package var name: String?
    package var namePart: String?

    package init() {}

    func accepts(_ entity: CoreEntity) -> Bool {
        let own = Set((entity.fields["tags"]?.array ?? []).compactMap(\.string))
        if !tags.allSatisfy({ $0.contains(where: own.contains) }) { return false }
        if let customID, entity.fields["custom_id"]?.string != customID { return false }
        if let name, entity.name != name { return false }
        if let namePart, !(entity.name?.contains(namePart) ?? false) { return false }
        return true
    }
}

extension JSON {
    /// The object with another value at a member's place.
    fileprivate func replacing(_ name: String, _ value: JSON) -> JSON {
        .object((members ?? []).map { $0.name == name ? Member(name, value) : $0 })
    }
}
