import Core
import Model
import Rendering
package import Web

/// Organization > Roles: what each role is good for.
package struct RolePages {
    package init() {}

    package var endpoints: [Endpoint<ConsoleCaller>] { [.get("/organization/roles", list)] }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let kinds = ResourceKind.allCases.filter { $0 != .organization }
        let sections: [HTML] = kinds.map { kind in
            let rows = AccessTable.assignable.filter { $0.kind == kind }.map { role -> [HTML] in
                ["<strong>\(role.name)</strong>", "\(role.summary)"]
            }
            let table = UI.table(
                caption: "Roles on \(kind.words.plural)", columns: [.init("Role"), .init("What it grants")], rows: rows)
            return UI.section(
                kind.words.singular, text: "On one, or on all \(kind.words.plural).",
                content: UI.card(flush: true, content: table))
        }
        return OrganizationLayout.list(
            call.caller, .roles,
            text: """
                People, system accounts and teams have roles. Nobody sees what no role of theirs shows; the predefined \
                teams of admins have them all.
                """, body: "\(sections)")
    }
}

extension ResourceKind {
    /// What operators call one such thing, and several.
    var words: (singular: String, plural: String) {
        switch self {
        case .portals: ("Portal", "portals")
        case .apis: ("API", "APIs")
        case .strategies: ("Auth strategy", "auth strategies")
        case .dcrProviders: ("DCR provider", "DCR providers")
        case .controlPlanes: ("Control plane", "control planes")
        case .auditLogs: ("Audit log", "audit logs")
        case .organization: ("Organization", "organizations")
        }
    }
}
