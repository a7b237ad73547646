import Rendering

/// What the page's reader may do: buttons, links and forms that lead to anything else are left out, and forms that show
/// what there is are switched off.
package enum FormGuard {
    /// Says whether an address may be used. A type of its own, because optimised builds crash on a task local function.
    package struct Rule: Sendable {
        let allows: @Sendable (_ address: String) -> Bool

        package init(allows: @Sendable @escaping (_ address: String) -> Bool) {
            self.allows = allows
        }
    }

    @TaskLocal package static var rule = Rule { _ in true }

    /// Whether the reader may post to an address, or follow a link to a page that is nothing but a form.
    static func allows(_ address: String) -> Bool { rule.allows(address) }

    /// Whether an address is that of a page that is nothing but a form: `/new`, `/new/KIND`, `/new-KIND`, `/edit`
    /// or `/delete`.
    static func isForm(_ address: String) -> Bool {
        let path = address.split(separator: "?").first ?? ""
        if path.hasSuffix("/edit") || path.hasSuffix("/delete") { return true }
        return path.split(separator: "/").contains { $0 == "new" || $0.hasPrefix("new-") }
    }
}
