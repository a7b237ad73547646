package import Model
import Storage

/// The organization and its settings.
package struct Organizations: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// The organization, for everybody who works here.
    package func mine(as actor: Actor) async throws -> Organization {
        try actor.requireOperator()
        let fresh = kernel.newID(Portal.self).text
        let id = try await kernel.database.write { tx in
            if let known = try tx.settings.organization() { return known }
            try tx.settings.set("organization_id", .string(fresh))
            return fresh
        }
        return Organization(id: id, createdAt: ID<Organization>(stored: id).time)
    }

    package func isImpersonationAllowed(as actor: Actor) async throws -> Bool {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.settings.isImpersonationAllowed()
        }
    }

    /// Nil changes nothing; the answer is what holds now.
    package func setImpersonationAllowed(_ isAllowed: Bool?, as actor: Actor) async throws -> Bool {
        let event = event("impersonation", actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            let old = try tx.settings.isImpersonationAllowed()
            guard let isAllowed, isAllowed != old else { return old }
            try tx.settings.setImpersonationAllowed(isAllowed)
            try tx.audit.record(event)
            return isAllowed
        }
    }

    private func event(_ what: String, _ actor: Actor) -> AuditEvent {
        kernel.audit("organization.\(what)-updated", of: AuditTarget("organization", what), by: actor)
    }
}

extension Organizations {
    /// Nil when there has never been a list.
    package func allowList(as actor: Actor) async throws -> OrganizationAllowList? {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.settings.allowList()
        }
    }

    /// Alters what is given. Refuses a list that is wrong, and one that would shut out who sets it from an address.
    package func setAllowList(
        isEnabled: Bool?, networks: [String]?, from address: String, as actor: Actor
    ) async throws -> OrganizationAllowList {
        let event = event("allow-list", actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            let old = try tx.settings.allowList()
            let list = OrganizationAllowList(
                isEnabled: isEnabled ?? old?.isEnabled ?? false, networks: networks ?? old?.networks ?? [])
            try Refusal.check(list.problems())
            if !list.admits(address) {
                throw Refusal.conflict("The list would shut you out: it does not hold the address that you come from")
            }
            if list == old { return list }
            try tx.settings.set(list)
            try tx.audit.record(event)
            return list
        }
    }

    /// Refuses addresses that the list does not hold, while it is enabled.
    package func requireAdmitted(_ address: String) async throws {
        let list = try await kernel.database.kept(KeptKey("organization allow list")) { tx in
            try tx.settings.allowList() ?? OrganizationAllowList(isEnabled: false, networks: [])
        }
        if let list, !list.admits(address) {
            throw Refusal.forbidden("The organization does not admit requests from \(address)")
        }
    }
}
