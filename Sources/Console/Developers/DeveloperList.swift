import Foundation
import Model
import Rendering
import Web

/// One page of a portal's developers, narrowed down by status or a search.
struct DeveloperList {
    private static let size = 20

    let portal: Portal
    let status: Developer.Status?
    let search: String
    let number: Int

    /// What to ask for; the search goes into one of the fields `name` and `email`.
    func query(by field: String) -> ListQuery {
        var filters: [ListFilter] = []
        if let status { filters.append(ListFilter("status", .eq, [status.rawValue])) }
        if !search.isEmpty { filters.append(ListFilter(field, .contains, [search])) }
        return ListQuery(filters: filters, page: PageRequest(size: Self.size, number: max(1, number)))
    }

    func html(_ page: Page<Developer>, _ counts: [Developer.Status: Int]) -> HTML {
        let add = UI.linkButton(
            "Add developer", to: ConsoleAddress.newDeveloper(portal.id).path, .secondary, icon: .plus)
        let header = AccessTabs.header(
            portal, current: .developers, text: "<p>Who may use \(portal.displayName), and who waits to.</p>",
            actions: add)
        if counts.isEmpty { return header + nobody }
        return """
            \(header)<div class="stack"><div class="spread">\(filters(counts))\
            \(UI.searchField(
                to: ConsoleAddress.developers(portal.id).path, label: "Search by name or e-mail", value: search,
                extra: status.map { UI.hiddenField("status", $0.rawValue) } ?? .empty))</div>\
            \(UI.table(
                caption: "Developers",
                columns: [
                    .init("Developer"), .init("Status"), .init("Since", secondary: true), .init("Actions", .actions),
                ],
                rows: page.items.map(row), empty: nothing))\
            \(UI.pagination(page) { address(status, page: $0) })</div>
            """
    }

    private func filters(_ counts: [Developer.Status: Int]) -> HTML {
        let all = UI.Tab(
            "All", to: address(nil), current: status == nil, count: counts.values.reduce(0, +))
        let order: [Developer.Status] = [.pending, .approved, .rejected, .revoked]
        let one = order.map { choice in
            UI.Tab(
                choice.rawValue.capitalized, to: address(choice),
                current: status == choice, count: counts[choice] ?? 0)
        }
        return UI.segments("Status", [all] + one)
    }

    private func row(_ developer: Developer) -> [HTML] {
        [
            UI.rowLink(
                developer.fullName, to: ConsoleAddress.developer(portal.id, developer.id).path, note: developer.email),
            UI.status(developer.status.rawValue), Moment.html(developer.createdAt),
            "<div class=\"button-row\">\(actions(developer))</div>",
        ]
    }

    private func actions(_ developer: Developer) -> HTML {
        let here = address(status, page: max(1, number))
        guard developer.status == .pending else { return DeveloperActions.menu(developer, returnTo: here) }
        return DeveloperActions.button(developer, .approved, .primary, returnTo: here)
            + DeveloperActions.menu(developer, returnTo: here)
    }

    private func address(_ status: Developer.Status?, page: Int = 1) -> String {
        var parts: [String] = []
        if let status { parts.append("status=\(status.rawValue)") }
        if !search.isEmpty { parts.append("q=\(QueryString.encoded(search))") }
        if page > 1 { parts.append("page=\(page)") }
        let query = parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
        return ConsoleAddress.developers(portal.id).path + query
    }

    private var nobody: HTML {
        UI.emptyState(
            icon: .people, title: "Nobody has signed up yet",
            text: """
                <p>Share the address of the portal. Whoever signs up there appears here\
                \(portal.autoApproveDevelopers ? "" : ", and waits for your approval").</p>
                """,
            action: UI.linkButton(
                "Add developer", to: ConsoleAddress.newDeveloper(portal.id).path, .primary, icon: .plus))
    }

    private var nothing: HTML {
        UI.emptyState(
            icon: .search, title: "Nobody here",
            text: "<p>No developer of this portal matches. Try another status or another search.</p>",
            action: UI.linkButton("Show everybody", to: ConsoleAddress.developers(portal.id).path))
    }
}

/// The buttons that decide about a developer.
enum DeveloperActions {
    /// What may be done, by the status that it leads to.
    static func choices(_ developer: Developer) -> [Developer.Status] {
        switch developer.status {
        case .pending: [.approved, .rejected]
        case .approved: [.revoked]
        case .rejected, .revoked: [.approved]
        }
    }

    static func button(
        _ developer: Developer, _ status: Developer.Status, _ kind: UI.ButtonKind = .secondary, returnTo: String
    ) -> HTML {
        UI.postButton(
            title(status), to: ConsoleAddress.developerStatus(developer.portalID, developer.id).path, kind,
            small: true, confirm: question(developer, status), fields: fields(status, returnTo))
    }

    /// Every choice and the deletion, behind one button.
    static func menu(_ developer: Developer, returnTo: String) -> HTML {
        let entries = choices(developer).map { status in
            UI.menuButton(
                title(status), to: ConsoleAddress.developerStatus(developer.portalID, developer.id).path,
                danger: status != .approved, confirm: question(developer, status), fields: fields(status, returnTo))
        }
        let delete = UI.menuButton(
            "Delete", to: ConsoleAddress.deleteDeveloper(developer.portalID, developer.id).path, icon: .trash,
            danger: true, confirm: deletion(developer))
        return UI.menu("Actions for \(developer.fullName)", entries: entries + [delete])
    }

    static func deletion(_ developer: Developer) -> String {
        "Delete \(developer.fullName)? Their own applications and keys go too, at once and for good."
    }

    private static func title(_ status: Developer.Status) -> String {
        switch status {
        case .approved: "Approve"
        case .rejected: "Reject"
        case .revoked: "Revoke"
        case .pending: "Set to pending"
        }
    }

    private static func question(_ developer: Developer, _ status: Developer.Status) -> String? {
        switch status {
        case .approved, .pending: nil
        case .rejected: "Reject \(developer.fullName)? They are told by e-mail."
        case .revoked:
            "Revoke the access of \(developer.fullName)? Their sessions end, and their keys stop working at once."
        }
    }

    private static func fields(_ status: Developer.Status, _ target: String) -> [(name: String, value: String)] {
        [("status", status.rawValue), ("return_to", target)]
    }
}
