import Crypto
package import Foundation

/// Seals secrets that must be readable again (client secrets, SMTP passwords) under the master key.
package struct Vault: Sendable {
    private let key: SymmetricKey

    /// The key has 32 bytes.
    package init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// Reads the key file, or makes one that only its owner can read. Throws a sentence that names the file.
    package init(file: URL, random: Randomness) throws {
        if let data = try? Data(contentsOf: file) {
            guard data.count == 32 else {
                throw VaultError(description: "\(file.path) is no master key: it must have 32 bytes")
            }
            self.init(key: Array(data))
            return
        }
        let bytes = random.bytes(32)
        let made = FileManager.default.createFile(
            atPath: file.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard made else { throw VaultError(description: "cannot write the master key to \(file.path)") }
        self.init(key: bytes)
    }

    package func seal(_ text: String) throws -> [UInt8] {
        let sealed = try AES.GCM.seal(Array(text.utf8), using: key)
        return Array(sealed.combined ?? Data())
    }

    /// What is to be kept in place of `old`: the same bytes when they hold the text already.
    package func seal(_ text: String, instead old: [UInt8]?) throws -> [UInt8] {
        if let old, open(old) == text { return old }
        return try seal(text)
    }

    /// Nil when the bytes were sealed under another key or altered.
    package func open(_ sealed: [UInt8]) -> String? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed), let bytes = try? AES.GCM.open(box, using: key) else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

package struct VaultError: Error, CustomStringConvertible {
    package let description: String
}
