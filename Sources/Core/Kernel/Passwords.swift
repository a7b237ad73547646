import CArgon2
import Foundation
import Model

/// Argon2id: 19 MiB, two passes, off the threads that serve requests.
package struct Passwords: Sendable {
    private static let queue = DispatchQueue(label: "portico.passwords", qos: .userInitiated)
    private let random: Randomness

    package init(random: Randomness) {
        self.random = random
    }

    /// The encoded hash of a password.
    package func hash(_ password: String) async throws -> String {
        let salt = random.bytes(16)
        let encoded = await Self.run { Self.encode(password, salt: salt) }
        guard let encoded else { throw Refusal.unavailable("The password could not be hashed; try again") }
        return encoded
    }

    /// Whether the password is the one. Without a hash it takes as long, and says no.
    package func matches(_ password: String, _ hash: String?) async -> Bool {
        await Self.run {
            let bytes = Array(password.utf8)
            let verified = argon2id_verify(hash ?? Self.decoy, bytes, bytes.count) == ARGON2_OK.rawValue
            return verified && hash != nil
        }
    }

    /// The hash of a password that nobody has.
    private static let decoy = encode("no account has this", salt: Array(repeating: 7, count: 16)) ?? ""

    private static func encode(_ password: String, salt: [UInt8]) -> String? {
        let bytes = Array(password.utf8)
        var encoded = [CChar](repeating: 0, count: 128)
        let result = argon2id_hash_encoded(
            2, 19 * 1_024, 1, bytes, bytes.count, salt, salt.count, 32, &encoded, encoded.count)
        guard result == ARGON2_OK.rawValue else { return nil }
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }

    private static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
