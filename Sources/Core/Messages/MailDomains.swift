import CryptoExtras
import Foundation
package import Model
import Storage

/// Looks texts up in the DNS.
package protocol NameService: Sendable {
    /// The texts at a name, each in one piece; empty when there are none. Throws when no answer comes.
    func texts(at name: String) async throws -> [String]
}

/// The domains that e-mails may come from: what operators do with them, and whether their records are found.
package struct MailDomains: Sendable {
    /// Rung when a record is to be looked up.
    package let bell = Bell()
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<MailDomain> {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.mailDomains.list(query) }
    }

    package func all(as actor: Actor) async throws -> [MailDomain] {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.mailDomains.all() }
    }

    package func find(_ domain: String, as actor: Actor) async throws -> MailDomain {
        try actor.requireOperator()
        return try await kernel.database.read { tx in
            guard let found = try tx.mailDomains.find(domain.lowercased()) else { throw Refusal.notFound }
            return found
        }
    }

    /// Makes a key for the domain. Refuses one that the organisation has.
    package func create(_ name: String, as actor: Actor) async throws -> MailDomain {
        try Refusal.check([DomainName.rule.problem("domain", name)].compactMap(\.self))
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let domain = MailDomain(
            domain: name, selector: "portico", publicKey: key.publicKey.derRepresentation.base64EncodedString(),
            sealedKey: try kernel.vault.seal(key.pemRepresentation), createdAt: kernel.now)
        let event = kernel.audit("mail-domain.created", of: AuditTarget("mail-domain", name), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            try tx.mailDomains.insert(domain)
            try tx.audit.record(event)
        }
        bell.ring()
        return domain
    }

    /// Has the record looked up soon.
    package func askForCheck(_ name: String, as actor: Actor) async throws {
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            guard var domain = try tx.mailDomains.find(name) else { throw Refusal.notFound }
            domain.checkedAt = nil
            try tx.mailDomains.update(domain)
        }
        bell.ring()
    }

    /// Refuses a conflict while a portal sends from it.
    package func delete(_ name: String, as actor: Actor) async throws {
        let event = kernel.audit("mail-domain.deleted", of: AuditTarget("mail-domain", name), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            guard try tx.mailDomains.find(name) != nil else { throw Refusal.notFound }
            if try tx.mailConfigurations.count(ofDomain: name) > 0 {
                throw Refusal.conflict("A portal sends e-mails from this domain")
            }
            _ = try tx.mailDomains.delete(name)
            try tx.audit.record(event)
        }
    }

    /// Looks the records up that are due; what could not be looked up keeps a success.
    package func check(by names: any NameService) async throws {
        let now = kernel.now
        for domain in try await kernel.database.read({ tx in try tx.mailDomains.all() }) where domain.isDue(at: now) {
            var status: MailDomain.Status
            do {
                status = domain.status(of: try await names.texts(at: domain.recordName))
            } catch {
                status = domain.status == .success ? .success : .temporaryFailure
            }
            let found = status
            try await kernel.database.write { tx in
                guard var current = try tx.mailDomains.find(domain.domain) else { return }
                if found != current.status { current.updatedAt = now }
                current.status = found
                current.checkedAt = now
                if found == .success { current.verifiedAt = now }
                try tx.mailDomains.update(current)
            }
        }
    }
}
