import Crypto
import Foundation
package import Model
import Storage

/// What was changed by whom, for operators to read, and signed for other programs.
package struct AuditLog: Sendable {
    private static let keyName = "audit.signing-key"

    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Events, newest first.
    package func page(_ query: AuditQuery, as actor: Actor) async throws -> AuditPage {
        return try await kernel.database.read { tx in
            try actor.may(.view, .auditLogs, in: tx)
            return try tx.audit.page(query)
        }
    }

    /// Events with the names of those who caused them, by their ids; who is gone has no name.
    package func named(_ query: AuditQuery, as actor: Actor) async throws -> NamedAudit {
        return try await kernel.database.read { tx in
            try actor.may(.view, .auditLogs, in: tx)
            let page = try tx.audit.page(query)
            let opensAccounts = try actor.acts(on: .organization, in: tx).contains(.viewAccounts)
            var names: [String: String] = [:], opened: Set<String> = []
            for case .developer(let id, let portal) in page.events.map(\.actor) where names[id.text] == nil {
                names[id.text] = try tx.developers.find(id, of: portal)?.fullName
                if try actor.acts(on: .portal(portal), in: tx).contains(.viewDevelopers) { opened.insert(id.text) }
            }
            for case .systemAccount(let id) in page.events.map(\.actor) where names[id.text] == nil {
                names[id.text] = try tx.systemAccounts.find(id)?.name
                if opensAccounts { opened.insert(id.text) }
            }
            let operators = try tx.operators.all()
            for account in operators { names[account.id.text] = account.name }
            return NamedAudit(page: page, names: names, opened: opened, operators: operators)
        }
    }

    /// The key that signs entries; made when it is first asked for.
    package func signingKey() async throws -> AuditSigningKey {
        let known = try await kernel.database.read { tx in try tx.settings.value(Self.keyName)?.string }
        if let known { return try read(known) }
        let made = try kernel.vault.seal(Data(kernel.random.bytes(32)).base64EncodedString())
        let sealed = Data(made).base64EncodedString()
        let stored = try await kernel.database.write { tx -> String in
            if let known = try tx.settings.value(Self.keyName)?.string { return known }
            try tx.settings.set(Self.keyName, .string(sealed))
            return sealed
        }
        return try read(stored)
    }

    private func read(_ sealed: String) throws -> AuditSigningKey {
        guard let bytes = Data(base64Encoded: sealed), let text = kernel.vault.open(Array(bytes)),
            let seed = Data(base64Encoded: text), let key = AuditSigningKey(seed: Array(seed))
        else { throw Refusal.unavailable("The signing key was sealed under another master key") }
        return key
    }
}

/// An Ed25519 key.
package struct AuditSigningKey: Sendable {
    private let seed: [UInt8]
    /// 32 bytes.
    package let publicKey: [UInt8]

    /// Nil unless there are 32 bytes.
    package init?(seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        self.seed = seed
        publicKey = Array(key.publicKey.rawRepresentation)
    }

    /// The signature in base64url without padding; nil never happens with a valid key.
    package func sign(_ text: String) -> String? {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let signature = try? key.signature(for: Array(text.utf8))
        else { return nil }
        return Self.base64URL(Array(signature))
    }

    /// Names the key: the first bytes of the hash of its public half.
    package var id: String {
        SHA256.hash(data: publicKey).prefix(20).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    package static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

/// A part of the log with the names of those in it, by their ids, and who else might be.
package struct NamedAudit: Sendable {
    package let page: AuditPage
    package let names: [String: String]
    /// Those of them whose own page the reader may open.
    package let opened: Set<String>
    package let operators: [Operator]
}
