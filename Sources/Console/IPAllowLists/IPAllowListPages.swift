import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Settings > IP allow list: which addresses may open a portal.
struct IPAllowListPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let path = "/portals/{portalId}/settings/ip-allow-list"
        return [
            .get(path) { try await show($0) }, .post(path, add), .post("\(path)/state", setState),
            .post("\(path)/{id}/delete", remove),
        ]
    }

    private func show(
        _ call: Call<ConsoleCaller>, _ data: FormData = FormData(), _ problems: FormProblems = .none
    ) async throws -> Reply {
        let actor = call.caller.actor
        let portal = try await product.portals.find(call.id("portalId"), as: actor)
        var query = ListQuery(page: PageRequest(size: 50))
        if let number = call.query("page").flatMap(Int.init), number > 0 { query.page.number = number }
        let page = try await product.ipAllowLists.list(of: portal.id, query, as: actor)
        let base = ConsoleAddress.portalAllowList(portal.id).path
        let rows = page.items.map { entry -> [HTML] in
            let remove = UI.postButton(
                "Remove", to: ConsoleAddress.allowListEntry(portal.id, entry.id).path + "/delete", .ghost, small: true)
            let addresses: [HTML] = entry.addresses.map { "<code>\($0)</code><br>" }
            return ["\(addresses)", Moment.html(entry.createdAt), remove]
        }
        let table = UI.table(
            caption: "Allowed addresses",
            columns: [.init("Addresses and networks"), .init("Added", secondary: true), .init("Actions", .actions)],
            rows: rows, empty: "<p class=\"muted\">No address is allowed yet.</p>")
        let form = UI.form(
            to: base, actions: UI.button("Allow", .secondary, icon: .plus),
            content: """
                \(problems.summary(shown: []))\
                \(UI.textArea(
                    "addresses", label: "Addresses and networks", value: data["addresses"], rows: 3,
                    hint: "One per line, up to 25: 192.0.2.7, 198.51.100.0/24 or 2001:db8::/32. "
                        + "You are at \(call.origin.address).",
                    required: true))
                """)
        let list = UI.card(title: "Allowed addresses", footer: form, flush: !rows.isEmpty, content: table)
        let state = state(portal, isEmpty: page.total == 0)
        return PortalSettingsLayout.reply(
            call.caller, portal, .allowList,
            body: "\(state)\(list)\(UI.pagination(page) { "\(base)?page=\($0)" })")
    }

    private func state(_ portal: Portal, isEmpty: Bool) -> HTML {
        let isOn = portal.ipAllowListEnabled
        let button = UI.postButton(
            isOn ? "Open to everybody" : "Restrict to the list",
            to: ConsoleAddress.portalAllowList(portal.id).path + "/state", isOn ? .secondary : .primary,
            confirm: isOn || !isEmpty
                ? nil : "The list is empty: nobody could open the portal. Restrict it all the same?",
            fields: [("enabled", isOn ? "" : "true")])
        let text: HTML = """
            <p>Its pages and its developer API answer 403 to every other address. The Console and the gateway are \
            not concerned.</p>
            """
        let notice: HTML =
            isOn && isEmpty
            ? UI.alert(.warn, title: "Nobody can open this portal", "The list is in force and empty.") : .empty
        let mark: HTML = isOn ? UI.badge("In force", .success, dot: true) : UI.badge("Off", dot: true)
        return notice
            + UI.card(
                title: "Who may open this portal", text: text, actions: button,
                content: UI.facts([.init("IP allow list", mark)]))
    }

    private func add(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        return try await retrying {
            let addresses = data["addresses"].split { $0.isWhitespace || $0 == "," }.map(String.init)
            _ = try await product.ipAllowLists.create(addresses, on: portal, as: call.caller.actor)
            return back(portal, "The addresses are allowed.")
        } form: { problems in
            try await show(call, data, problems)
        }
    }

    private func setState(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let data = try await call.form(), portal: ID<Portal> = try call.id("portalId")
        var change = PortalChange()
        change.ipAllowListEnabled = .set(data.isOn("enabled"))
        _ = try await product.portals.update(portal, change, as: call.caller.actor)
        return back(portal, data.isOn("enabled") ? "The list is in force." : "The portal is open to everybody.")
    }

    private func remove(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        try await product.ipAllowLists.delete(call.id("id"), of: portal, as: call.caller.actor)
        return back(portal, "The addresses are allowed no more.")
    }

    private func back(_ portal: ID<Portal>, _ text: String) -> Reply {
        Reply.redirect(to: ConsoleAddress.portalAllowList(portal).path).with(Flash(.success, text))
    }
}
