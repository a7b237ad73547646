package import Core
import HTTPTypes
import Hummingbird
import Model
import Rendering
package import Web

/// Access and approvals > App registrations: who asks to use which API, and what becomes of it.
package struct RegistrationPages {
    private let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/portals/{portalId}/registrations", list),
            .post("/portals/{portalId}/registrations/{registrationId}", decide),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal = try await product.portals.find(call.id("portalId"), as: call.caller.actor)
        let status = Registration.Status(rawValue: call.query("status") ?? "")
        let search = call.query("q") ?? ""
        var query = ListQuery(page: PageRequest(size: 20))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        if let status { query.filters.append(ListFilter("status", .eq, [status.rawValue])) }
        if !search.isEmpty { query.filters.append(ListFilter("application_name", .contains, [search])) }
        let page = try await product.registrations.list(on: portal.id, query, as: call.caller.actor)
        let apis = Set(page.items.map(\.registration.apiID))
        let seen = try await product.access.seen(apis, as: call.caller.actor)
        let address = ConsoleAddress.registrations(portal.id).path
        let isUnfiltered = status == nil && search.isEmpty
        let empty =
            isUnfiltered
            ? UI.emptyState(
                icon: .app, title: "No registrations yet",
                text: """
                    When a developer chooses “Use this API”, their application appears here. You decide, unless the \
                    portal or the publication approves automatically.
                    """)
            : UI.emptyState(
                icon: .search, title: "Nothing here",
                text: "No registration matches. Try another status or another search.",
                action: UI.linkButton("Show all", to: address))
        let table = UI.table(
            caption: "App registrations",
            columns: [
                .init("Application"), .init("API"), .init("State"), .init("Asked", secondary: true),
                .init("Actions", .actions),
            ],
            rows: page.items.map { row($0, seen, back: call.request.uri.string) }, empty: empty)
        let pages = UI.pagination(page) {
            "\(address)?page=\($0)&status=\(status?.rawValue ?? "")&q=\(QueryString.encoded(search))"
        }
        let bar: HTML = page.total == 0 && isUnfiltered ? .empty : filters(address, status, search)
        return AccessLayout.reply(
            call.caller, portal, .registrations, title: "App registrations", body: "\(bar)\(table)\(pages)")
    }

    private func filters(_ address: String, _ status: Registration.Status?, _ search: String) -> HTML {
        let states: [(String, Registration.Status?)] = [
            ("All", nil), ("Pending", .pending), ("Approved", .approved), ("Rejected", .rejected),
            ("Revoked", .revoked),
        ]
        let links = states.map { title, state in
            UI.Tab(title, to: state.map { "\(address)?status=\($0.rawValue)" } ?? address, current: state == status)
        }
        let extra: HTML = status.map { UI.hiddenField("status", $0.rawValue) } ?? .empty
        let find = UI.searchField(to: address, label: "Search applications", value: search, extra: extra)
        return "<div class=\"spread\">\(UI.segments("Status", links))\(find)</div>"
    }

    private func row(_ detail: RegistrationDetail, _ seen: Set<ID<API>>, back: String) -> [HTML] {
        let registration = detail.registration
        let address = ConsoleAddress.registration(registration.portalID, detail.id).path
        let possible: [(String, Registration.Status, UI.ButtonKind)] =
            switch registration.status {
            case .pending: [("Approve", .approved, .primary), ("Reject", .rejected, .secondary)]
            case .approved: [("Revoke", .revoked, .secondary)]
            case .rejected, .revoked: [("Approve", .approved, .secondary)]
            }
        let question = "Revoke \(detail.apiName) from \(detail.applicationName)? Its calls are refused at once."
        let buttons: [HTML] = possible.map { title, status, kind in
            UI.postButton(
                title, to: address, kind, small: true, confirm: status == .revoked ? question : nil,
                fields: [
                    ("status", status.rawValue), ("application", registration.applicationID.text), ("back", back),
                ])
        }
        let name = UI.rowLink(
            detail.applicationName,
            to: ConsoleAddress.application(registration.portalID, registration.applicationID).path,
            note: detail.ownerName)
        let page = ConsoleAddress.api(registration.apiID).path
        let api: HTML =
            seen.contains(registration.apiID)
            ? "<a href=\"\(url: page)\">\(detail.apiName)</a>" : "\(detail.apiName)"
        let version: HTML? = detail.apiVersion.map { " <span class=\"muted\">\($0)</span>" }
        return [
            "\(name)", "\(api)\(version)",
            UI.status(registration.status.rawValue), Moment.html(registration.createdAt),
            "<div class=\"button-row\">\(buttons)</div>",
        ]
    }

    private func decide(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        guard let status = Registration.Status(rawValue: form["status"]),
            let application = ID<Model.Application>(form["application"])
        else { throw Refusal.notFound }
        let detail = try await product.registrations.setStatus(
            status, of: call.id("registrationId"), application: application, on: portal, as: call.caller.actor)
        let back = form.nonEmpty("back") ?? ConsoleAddress.registrations(portal).path
        return Reply.redirect(to: back)
            .with(Flash(.success, "\(detail.applicationName) for \(detail.apiName): \(status.rawValue)."))
    }
}
