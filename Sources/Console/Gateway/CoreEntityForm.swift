import Core
import Model
import Rendering
import Web

/// Making, changing and deleting one service, route or plugin.
struct CoreEntityForm {
    let product: Product

    init(_ product: Product) {
        self.product = product
    }

    func new(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await page(call, entity: nil, problems: .none, form: nil)
    }

    func edit(_ call: Call<ConsoleCaller>) async throws -> Reply {
        try await page(call, entity: try await entity(call), problems: .none, form: nil)
    }

    func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), kind = try kind(call), plane: ID<ControlPlane> = try call.id("planeId")
        return try await retrying {
            let body = CoreEntityBody.json(kind, form, over: [:])
            let made = try await product.coreEntities.create(kind, body, in: plane, as: call.caller.actor)
            if let errand = await LinkErrand(call, form, product) { return errand.next(after: made) }
            let next = kind == .service ? "made. Give it a route next: it says which calls go there." : "at work."
            return Reply.redirect(to: ConsoleAddress.controlPlane(plane).path)
                .with(Flash(.success, "The \(kind.rawValue) \(CoreEntityText.name(made)) is \(next)"))
        } form: { problems in
            try await page(call, entity: nil, problems: problems, form: form)
        }
    }

    func save(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let old = try await entity(call), plane: ID<ControlPlane> = try call.id("planeId")
        let form = try await call.form().merged(over: CoreEntityBody.form(old.kind, old))
        return try await retrying(form) {
            let body = CoreEntityBody.json(old.kind, form, over: old.fields)
            _ = try await product.coreEntities.upsert(old.kind, old.id.text, body, in: plane, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.controlPlane(plane).path).with(Flash(.success, "Saved."))
        } form: { problems in
            try await page(call, entity: old, problems: problems, form: form)
        }
    }

    func delete(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let plane: ID<ControlPlane> = try call.id("planeId"), old = try await entity(call)
        do {
            try await product.coreEntities.delete(old.kind, old.id.text, in: plane, as: call.caller.actor)
        } catch let Refusal.conflict(text) {
            return Reply.redirect(to: ConsoleAddress.coreEntity(plane, old).path).with(Flash(.danger, text))
        }
        return Reply.redirect(to: ConsoleAddress.controlPlane(plane).path)
            .with(Flash(.success, "The \(old.kind.rawValue) is deleted."))
    }

    private func kind(_ call: Call<ConsoleCaller>) throws -> CoreEntity.Kind {
        let text = try call.text("kind")
        guard text.hasSuffix("s"), let kind = CoreEntity.Kind(rawValue: String(text.dropLast())), kind != .keyAuth
        else {
            throw Refusal.notFound
        }
        return kind
    }

    private func entity(_ call: Call<ConsoleCaller>) async throws -> CoreEntity {
        try await product.coreEntities.find(
            try kind(call), call.text("entityId"), in: call.id("planeId"), as: call.caller.actor)
    }

    private func page(
        _ call: Call<ConsoleCaller>, entity: CoreEntity?, problems: FormProblems, form: FormData?
    ) async throws -> Reply {
        let kind = try kind(call)
        let plane = try await product.controlPlanes.find(call.id("planeId"), as: call.caller.actor)
        let services = try await product.coreEntities.list(.service, in: plane.id, as: call.caller.actor).items
        let errand = entity == nil ? await LinkErrand(call, form, product) : nil
        let form = form ?? errand?.fresh ?? CoreEntityBody.form(kind, entity)
        let fields = CoreEntityFields(form: form, problems: problems, services: services, isNew: entity == nil)
        let opened = entity.map { CoreEntityBody.form(kind, $0).opened() }
        let address = entity.map { ConsoleAddress.coreEntity(plane.id, $0) } ?? .coreEntities(plane.id, kind)
        let title = entity.map(CoreEntityText.name) ?? "New \(kind.rawValue)"
        let cancel =
            errand?.skip(kind, form["service"])
            ?? UI.linkButton("Cancel", to: ConsoleAddress.controlPlane(plane.id).path, .ghost)
        let danger = entity.map { entity in
            UI.dangerZone(
                "Delete this \(kind.rawValue)", text: "Calls stop using it at once.",
                action: UI.postButton(
                    "Delete", to: ConsoleAddress.deleteCoreEntity(plane.id, entity).path, .danger,
                    confirm: "Delete this \(kind.rawValue)?"))
        }
        let body: HTML = """
            \(UI.pageHeader(title, text: errand?.text(kind) ?? .empty))\(errand?.steps(kind))
            \(UI.card(content: UI.form(to: address.path, actions: UI.button(entity == nil ? "Create" : "Save") + cancel,
                content: "\(errand?.field)\(opened)\(fields.html(kind))")))
            \(danger)
            """
        return ConsoleLayout.reply(
            call.caller, title: title, section: .gateway,
            breadcrumbs: errand?.crumbs(title) ?? [
                UI.Link("Gateway", to: ConsoleAddress.gateway.path),
                UI.Link(plane.name, to: ConsoleAddress.controlPlane(plane.id).path), UI.Link(title, to: ""),
            ], body: body)
    }
}

/// The fields of each kind.
struct CoreEntityFields {
    let form: FormData
    let problems: FormProblems
    let services: [CoreEntity]
    let isNew: Bool

    func html(_ kind: CoreEntity.Kind) -> HTML {
        switch kind {
        case .service: service
        case .route: route
        case .plugin: plugin
        case .keyAuth: ""
        case .consumer: UI.textField("username", label: "User name", value: form["username"], required: true)
        }
    }

    private var name: HTML {
        UI.textField("name", label: "Name", value: form["name"], error: problems["name"], placeholder: "httpbin")
    }

    private var service: HTML {
        """
        \(problems.summary(shown: ["name", "url", "host", "path"]))\(name)
        \(UI.textField("url", label: "Address", value: form["url"], hint: "Where calls are forwarded to.",
            error: problems["url"] ?? problems["host"] ?? problems["path"], required: true,
            placeholder: "http://127.0.0.1:8085"))
        \(UI.toggle("enabled", label: "Enabled", checked: isNew || form.isOn("enabled")))
        """
    }

    private var route: HTML {
        let options = services.map { UI.Option($0.id.text, CoreEntityText.name($0)) }
        return """
            \(problems.summary(shown: ["name", "paths", "service.id"]))\(name)
            \(UI.select("service", label: "Service", options: options, value: form["service"],
                error: problems["service.id"]))
            \(UI.textField("paths", label: "Paths", value: form["paths"],
                hint: "Prefixes, separated by commas. A leading ~ makes one a regular expression.",
                error: problems["paths"], placeholder: "/"))
            \(UI.textField("hosts", label: "Hosts", value: form["hosts"], hint: "Optional, separated by commas."))
            \(UI.textField("methods", label: "Methods", value: form["methods"], hint: "Optional, such as GET, POST."))
            \(UI.toggle("strip_path", label: "Strip the path", checked: isNew || form.isOn("strip_path"),
                hint: "The service does not see the part of the path that matched."))
            """
    }

    private var plugin: HTML {
        let scopes =
            [UI.Option("", "The whole control plane")]
            + services.map {
                UI.Option($0.id.text, "Service \(CoreEntityText.name($0))")
            }
        return """
            \(problems.summary(shown: ["config.origins"]))
            \(UI.select("name", label: "Plugin", options: [UI.Option("cors", "CORS: let browsers call")],
                value: form["name"]))
            \(UI.select("service", label: "Applies to", options: scopes, value: form["service"], required: false))
            \(UI.textField("origins", label: "Origins", value: form["origins"],
                hint: "Who may call from a browser, separated by commas. Empty allows everybody.",
                error: problems["config.origins"]))
            \(UI.toggle("credentials", label: "Allow credentials", checked: form.isOn("credentials")))
            \(UI.toggle("enabled", label: "Enabled", checked: isNew || form.isOn("enabled")))
            """
    }
}

/// Between forms and the entities' JSON.
enum CoreEntityBody {
    /// What the form says, over what the entity was; fields that no form shows stay.
    static func json(_ kind: CoreEntity.Kind, _ form: FormData, over old: JSON) -> JSON {
        var members: [(String, JSON)] = []
        let name: JSON = form.nonEmpty("name").map(JSON.string) ?? .null
        let reference: JSON = form.nonEmpty("service").map { ["id": .string($0)] } ?? .null
        switch kind {
        case .service:
            members = [
                ("name", name), ("url", .string(form["url"].trimmingSpaces)), ("enabled", .bool(form.isOn("enabled"))),
            ]
        case .route:
            members = [
                ("name", name), ("service", reference), ("strip_path", .bool(form.isOn("strip_path"))),
                ("paths", list(form["paths"])), ("hosts", list(form["hosts"])), ("methods", list(form["methods"])),
            ]
        case .plugin:
            var config = (old["config"]?.members ?? []).filter { !["origins", "credentials"].contains($0.name) }
            if form.nonEmpty("origins") != nil { config.append(.init("origins", list(form["origins"]))) }
            config.append(.init("credentials", .bool(form.isOn("credentials"))))
            members = [
                ("name", name), ("service", reference), ("enabled", .bool(form.isOn("enabled"))),
                ("config", .object(config)),
            ]
        case .consumer: members = [("username", .string(form["username"]))]
        case .keyAuth: break
        }
        let names = members.map(\.0)
        let kept = (old.members ?? []).filter { !names.contains($0.name) }
        return .object(kept + members.map { JSON.Member($0.0, $0.1) })
    }

    /// The fields of a form that shows an entity.
    static func form(_ kind: CoreEntity.Kind, _ entity: CoreEntity?) -> FormData {
        guard let entity else { return FormData() }
        let fields = entity.fields
        func joined(_ json: JSON?) -> String { (json?.array ?? []).compactMap(\.string).joined(separator: ", ") }
        func flag(_ json: JSON?) -> String { json?.bool == true ? "true" : "" }
        return FormData([
            ("name", fields["name"]?.string ?? ""), ("username", fields["username"]?.string ?? ""),
            ("url", kind == .service ? CoreEntityText.summary(entity) : ""), ("enabled", flag(fields["enabled"])),
            ("service", fields["service"]?["id"]?.string ?? ""), ("paths", joined(fields["paths"])),
            ("hosts", joined(fields["hosts"])), ("methods", joined(fields["methods"])),
            ("strip_path", flag(fields["strip_path"])), ("origins", joined(fields["config"]?["origins"])),
            ("credentials", flag(fields["config"]?["credentials"])),
        ])
    }

    private static func list(_ text: String) -> JSON {
        let items = text.split(separator: ",").map(\.trimmingSpaces).filter { !$0.isEmpty }
        return items.isEmpty ? .null : .array(items.map(JSON.string))
    }
}
