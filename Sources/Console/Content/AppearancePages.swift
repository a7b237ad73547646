import Core
import HTTPTypes
import Model
import Rendering
import Web

/// Appearance > Menus, API reference, CSS and robots, Integrations.
struct AppearancePages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let base = "/portals/{portalId}/appearance"
        return [
            .get(base + "/navigation") { try await menus($0) }, .post(base + "/navigation", saveMenus),
            .get(base + "/reference") { try await reference($0) }, .post(base + "/reference", saveReference),
            .get(base + "/code") { try await code($0) }, .post(base + "/code", saveCode),
            .get(base + "/integrations") { try await integrations($0) },
            .post(base + "/integrations", saveIntegrations),
        ]
    }

    private func portal(_ call: Call<ConsoleCaller>) async throws -> Portal {
        try await product.portals.find(call.id("portalId"), as: call.caller.actor)
    }

    private func form(_ portal: Portal, _ tab: AppearanceLayout.Tab, _ content: HTML) -> HTML {
        UI.form(to: tab.address(portal.id), guardUnsaved: true, actions: UI.button("Save"), content: content)
    }

    private func saved(_ portal: ID<Portal>, _ tab: AppearanceLayout.Tab) -> Reply {
        Reply.redirect(to: tab.address(portal)).with(Flash(.success, "Saved. Readers see it at once."))
    }
}

extension AppearancePages {
    private func menus(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ sent: FormData? = nil
    ) async throws -> Reply {
        let portal = try await portal(call)
        let stored = try await product.customizations.find(portal.id, as: call.caller.actor).menu
        let menu = sent.map { MenuForm($0) } ?? MenuForm(stored)
        let opened = FormData([("menus", MenuForm(stored).text)]).opened()
        let body = form(portal, .navigation, opened + problems.summary(shown: []) + menu.html)
        return AppearanceLayout.reply(call.caller, portal, .navigation, body: body)
    }

    private func saveMenus(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), portal: ID<Portal> = try call.id("portalId"), menu = MenuForm(form).menu
        let stored = try await product.customizations.find(portal, as: call.caller.actor).menu
        let whole = FormData(form.fields + [("menus", MenuForm(menu).text)])
            .merged(over: FormData([("menus", MenuForm(stored).text)]))
        return try await retrying(whole) {
            // Whoever changed nothing undoes nothing.
            if whole["menus"] == MenuForm(stored).text { return saved(portal, .navigation) }
            var change = PortalCustomizationChange()
            change.main = .set(menu.main ?? [])
            change.footerSections = .set(menu.footerSections)
            change.footerBottom = .set(menu.footerBottom)
            try await product.customizations.update(portal, change, as: call.caller.actor)
            return saved(portal, .navigation)
        } form: { problems in
            try await menus(call, problems, form)
        }
    }

    private func reference(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ sent: FormData? = nil
    ) async throws -> Reply {
        let portal = try await portal(call)
        let stored = try await product.customizations.find(portal.id, as: call.caller.actor)
        let opened = Self.referenceData(of: stored), data = sent ?? opened
        let toggles = Self.switches.map { name, label, hint in
            UI.toggle(name.rawValue, label: label, checked: data.isOn(name.rawValue), hint: "\(hint)")
        }
        return AppearanceLayout.reply(
            call.caller, portal, .reference,
            body: UI.card(content: form(portal, .reference, "\(opened.opened())\(problems.newer)\(toggles)")))
    }

    private static func referenceData(of stored: PortalCustomization) -> FormData {
        FormData(switches.map { ($0.0.rawValue, stored.specRenderer[$0.0] ? "true" : "") })
    }

    /// Those that this program's reference obeys; the others are kept for clients of the API.
    private static let switches: [(SpecRenderer.Switch, String, String)] = [
        (.tryIt, "Try it", "Readers may send requests from the reference."),
        (.allowCustomServers, "Other servers", "Readers may enter the address of a server of their own to try."),
        (
            .relay, "Send through the portal",
            "The portal calls the servers of a description for readers, where their browsers may not. Private "
                + "addresses need the setting allowed-networks."
        ),
        (.tryItInInsomnia, "Open in Insomnia", "Public APIs can be opened in the client Insomnia."),
        (.showSchemas, "Schemas", "The reference lists the schemas beside the operations."),
        (.hideDeprecated, "Hide what is deprecated", "Deprecated operations and schemas are left out."),
        (.hideInternal, "Hide what is internal", "What the description marks as internal is left out."),
    ]

    private func saveReference(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let stored = try await product.customizations.find(portal, as: call.caller.actor)
        let titles = Dictionary(Self.switches.map { ($0.0.rawValue, $0.1) }, uniquingKeysWith: { first, _ in first })
        let form = try await call.form().merged(over: Self.referenceData(of: stored), titles: titles)
        return try await retrying(form) {
            var change = PortalCustomizationChange()
            for (name, _, _) in Self.switches { change.specRenderer[name] = form.isOn(name.rawValue) }
            try await product.customizations.update(portal, change, as: call.caller.actor)
            return saved(portal, .reference)
        } form: { problems in
            try await reference(call, problems, form)
        }
    }

    private func code(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ sent: FormData? = nil
    ) async throws -> Reply {
        let portal = try await portal(call)
        let stored = try await product.customizations.find(portal.id, as: call.caller.actor)
        let content: HTML = """
            \(Self.codeData(of: stored).opened())\(problems.summary(shown: ["css", "robots"]))\
            \(UI.textArea("css", label: "Global CSS", value: sent?["css"] ?? stored.css ?? "", rows: 16, code: true,
                hint: "Every page loads it last. Colours are custom properties such as <code>--color-accent</code>.",
                error: problems["css"]))\
            \(UI.textArea("robots", label: "robots.txt", value: sent?["robots"] ?? stored.robots ?? "", rows: 5,
                code: true, hint: "Left empty, robots may read a public portal and nothing of a private one.",
                error: problems["robots"]))
            """
        return AppearanceLayout.reply(call.caller, portal, .code, body: UI.card(content: form(portal, .code, content)))
    }

    private func saveCode(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let stored = try await product.customizations.find(portal, as: call.caller.actor)
        let form = try await call.form(limit: 4 << 20).merged(
            over: Self.codeData(of: stored), titles: ["css": "Global CSS", "robots": "robots.txt"])
        return try await retrying(form) {
            var change = PortalCustomizationChange()
            change.css = .set(form.nonEmpty("css").map { $0.replacing("\r\n", with: "\n") })
            change.robots = .set(form.nonEmpty("robots").map { $0.replacing("\r\n", with: "\n") + "\n" })
            try await product.customizations.update(portal, change, as: call.caller.actor)
            return saved(portal, .code)
        } form: { problems in
            try await code(call, problems, form)
        }
    }

    private static func codeData(of stored: PortalCustomization) -> FormData {
        FormData([("css", stored.css ?? ""), ("robots", stored.robots ?? "")])
    }
}

extension AppearancePages {
    /// The service, what it is called, its key on the wire and what a key looks like.
    private static let services: [(kind: PortalIntegrations.Kind, title: String, key: String, example: String)] = [
        (.tagManager, "Google Tag Manager", "id", "GTM-XXXXXX"),
        (.analytics, "Google Analytics 4", "id", "G-XXXXXXX"), (.equalWeb, "EqualWeb", "site_key", ""),
    ]

    private func integrations(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ sent: FormData? = nil
    ) async throws -> Reply {
        let portal = try await portal(call)
        let stored = try await product.customizations.integrations(of: portal.id, as: call.caller.actor)
        let opened = Self.integrationData(of: stored), data = sent ?? opened
        let sections: [HTML] = Self.services.map { kind, title, key, example in
            let name = kind.rawValue, value = data["\(name)-key"], isOn = data.isOn("\(name)-enabled")
            let fields: HTML = """
                \(UI.toggle("\(name)-enabled", label: "On", checked: isOn))\
                \(UI.textField("\(name)-key", label: kind == .equalWeb ? "Site key" : "Id", value: value,
                    error: problems[beginningWith: name], placeholder: example, autocomplete: "off"))
                """
            return UI.section(title, content: UI.card(content: "<div class=\"stack\">\(fields)</div>"))
        }
        let note = UI.alert(
            .info, "Their scripts run on every page of the portal, and learn who reads what. Ask for consent first.")
        return AppearanceLayout.reply(
            call.caller, portal, .integrations,
            body: note + form(portal, .integrations, "\(opened.opened())\(problems.newer)\(sections)"))
    }

    private static func integrationData(of stored: PortalIntegrations) -> FormData {
        FormData(
            services.flatMap { kind, _, key, _ -> [(name: String, value: String)] in
                let known = stored[kind]
                return [
                    ("\(kind.rawValue)-enabled", known?.isEnabled == true ? "true" : ""),
                    ("\(kind.rawValue)-key", known?.config[key]?.string ?? ""),
                ]
            })
    }

    private func saveIntegrations(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let portal: ID<Portal> = try call.id("portalId")
        let stored = try await product.customizations.integrations(of: portal, as: call.caller.actor)
        let titles = Dictionary(
            Self.services.flatMap { [("\($0.0.rawValue)-enabled", $0.1), ("\($0.0.rawValue)-key", $0.1)] },
            uniquingKeysWith: { first, _ in first })
        let form = try await call.form().merged(over: Self.integrationData(of: stored), titles: titles)
        return try await retrying(form) {
            var changes: [PortalIntegrations.Kind: IntegrationChange?] = [:]
            for (kind, _, key, _) in Self.services {
                guard let value = form.nonEmpty("\(kind.rawValue)-key") else {
                    changes.updateValue(nil, forKey: kind)
                    continue
                }
                var change = IntegrationChange()
                change.isEnabled = form.isOn("\(kind.rawValue)-enabled")
                change.config[key] = .string(value)
                changes.updateValue(change, forKey: kind)
            }
            _ = try await product.customizations.setIntegrations(
                of: portal, changes, replacing: false, as: call.caller.actor)
            return saved(portal, .integrations)
        } form: { problems in
            try await integrations(call, problems, form)
        }
    }
}
