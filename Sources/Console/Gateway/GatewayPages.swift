package import Core
import HTTPTypes
import Model
import Rendering
package import Web

/// Control planes with their services, routes and plugins.
package struct GatewayPages {
    private typealias Kind = CoreEntity.Kind

    let product: Product

    package init(_ product: Product) {
        self.product = product
    }

    package var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/gateway") { try await list($0) }, .post("/gateway/new", create),
            .get("/gateway/{planeId}") { try await overview($0) }, .post("/gateway/{planeId}/tokens", createToken),
            .get("/gateway/{planeId}/{kind}/new") { try await CoreEntityForm(product).new($0) },
            .post("/gateway/{planeId}/{kind}") { try await CoreEntityForm(product).create($0) },
            .get("/gateway/{planeId}/{kind}/{entityId}") { try await CoreEntityForm(product).edit($0) },
            .post("/gateway/{planeId}/{kind}/{entityId}") { try await CoreEntityForm(product).save($0) },
            .post("/gateway/{planeId}/{kind}/{entityId}/delete") { try await CoreEntityForm(product).delete($0) },
        ]
    }

    private func list(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ form: FormData = FormData()
    ) async throws -> Reply {
        let planes = try await product.controlPlanes.all(as: call.caller.actor)
        let table = UI.table(
            caption: "Control planes",
            columns: [.init("Name"), .init("Description", secondary: true), .init("Created", secondary: true)],
            rows: planes.map { plane in
                [
                    UI.rowLink(plane.name, to: ConsoleAddress.controlPlane(plane.id).path),
                    "\(plane.description ?? "")", Moment.html(plane.createdAt),
                ]
            })
        let new = UI.form(
            to: ConsoleAddress.newControlPlane.path, actions: UI.button("Create control plane"),
            content: """
                \(UI.textField("name", label: "Name", value: form["name"], error: problems["name"], required: true))
                \(UI.textField("description", label: "Description", value: form["description"],
                    error: problems["description"]))
                """)
        let body: HTML = """
            \(UI.pageHeader("Gateway", text: """
                The gateway forwards calls to your services and asks for keys where an API is linked.
                """))
            \(UI.section("Control planes", content: table))
            \(UI.section("New control plane", text: "For a data plane of its own.", content: UI.card(content: new)))
            """
        return ConsoleLayout.reply(call.caller, title: "Gateway", section: .gateway, body: body)
    }

    private func create(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form()
        return try await retrying {
            var draft = ControlPlaneDraft(name: form["name"].trimmingSpaces)
            draft.description = form.nonEmpty("description")
            let plane = try await product.controlPlanes.create(draft, as: call.caller.actor)
            return .redirect(to: ConsoleAddress.controlPlane(plane.id).path)
        } form: { problems in
            try await list(call, problems, form)
        }
    }

    private func createToken(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let secret = try await product.controlPlanes.createToken(for: call.id("planeId"), as: call.caller.actor)
        return try await overview(call, secret: secret).with(.cacheControl, "no-store")
    }

    private func overview(_ call: Call<ConsoleCaller>, secret: Secret? = nil) async throws -> Reply {
        let plane = try await product.controlPlanes.find(call.id("planeId"), as: call.caller.actor)
        let services = try await entities(.service, plane, call), routes = try await entities(.route, plane, call)
        let plugins = try await entities(.plugin, plane, call)
        let reveal = secret.map {
            UI.keyReveal(
                $0.text, label: "Data plane token",
                text: "Save it to a file for <code>portico gateway --token-file</code>; it is shown this once.")
        }
        let token = UI.postButton("Create a data plane token", to: ConsoleAddress.gatewayToken(plane.id).path)
        let body: HTML = """
            \(UI.pageHeader(plane.name, text: "\(plane.description ?? "Control plane")", actions: token))\(reveal)
            \(section("Services", .service, plane, services, "The servers that calls are forwarded to."))
            \(section("Routes", .route, plane, routes, "Which calls go to which service."))
            \(section("Plugins", .plugin, plane, plugins, """
                Behaviour for the whole control plane, a service or a route, such as CORS for browsers.
                """, services: services))
            """
        return ConsoleLayout.reply(
            call.caller, title: plane.name, section: .gateway,
            breadcrumbs: [
                UI.Link("Gateway", to: ConsoleAddress.gateway.path), UI.Link(plane.name, to: ""),
            ], body: body)
    }

    private func entities(
        _ kind: Kind, _ plane: ControlPlane, _ call: Call<ConsoleCaller>
    ) async throws -> [CoreEntity] {
        try await product.coreEntities.list(kind, in: plane.id, as: call.caller.actor).items
    }

    /// What the second column says.
    private static func aspect(_ kind: Kind) -> String {
        switch kind {
        case .service: "Address"
        case .route: "Matches"
        default: "Works on"
        }
    }

    private func scope(_ plugin: CoreEntity, _ services: [CoreEntity]) -> String {
        guard plugin.routeID == nil, let service = services.first(where: { $0.id == plugin.serviceID }) else {
            return plugin.routeID == nil ? "The whole control plane" : "One route"
        }
        return "Service \(CoreEntityText.name(service))"
    }

    private func section(
        _ title: String, _ kind: Kind, _ plane: ControlPlane, _ items: [CoreEntity], _ text: HTML,
        services: [CoreEntity] = []
    ) -> HTML {
        let new = UI.linkButton(
            "New \(kind.rawValue)", to: ConsoleAddress.newCoreEntity(plane.id, kind).path, .secondary, icon: .plus,
            small: true)
        let table = UI.table(
            caption: title, columns: [.init("Name"), .init(Self.aspect(kind)), .init("State")],
            rows: items.map { entity in
                let isOff = entity.fields["enabled"]?.bool == false
                return [
                    UI.rowLink(
                        CoreEntityText.name(entity), to: ConsoleAddress.coreEntity(plane.id, entity).path),
                    kind == .plugin
                        ? "\(scope(entity, services))" : "<code>\(CoreEntityText.summary(entity))</code>",
                    isOff ? UI.badge("Off") : UI.badge("On", .success),
                ]
            })
        let content =
            items.isEmpty
            ? UI.emptyState(icon: .gateway, title: "No \(title.lowercased()) yet", text: text, action: new, level: 3)
            : "<div class=\"stack\">\(table)\(UI.buttonRow(new))</div>"
        return UI.section(title, text: items.isEmpty ? .empty : text, content: content)
    }
}

/// What people read of a gateway entity.
enum CoreEntityText {
    static func name(_ entity: CoreEntity) -> String {
        entity.name ?? entity.fields["name"]?.string ?? String(entity.id.text.suffix(8))
    }

    static func summary(_ entity: CoreEntity) -> String {
        let fields = entity.fields
        func texts(_ name: String) -> [String] { fields[name]?.array?.compactMap(\.string) ?? [] }
        switch entity.kind {
        case .service:
            let port = fields["port"]?.integer.map { ":\($0)" } ?? ""
            return
                "\(fields["protocol"]?.string ?? "")://\(fields["host"]?.string ?? "")\(port)"
                + (fields["path"]?.string ?? "")
        case .route: return (texts("methods") + texts("hosts") + texts("paths")).joined(separator: " ")
        case .plugin:
            let scope = entity.routeID != nil ? "one route" : entity.serviceID != nil ? "one service" : "everything"
            return "on \(scope)"
        case .consumer: return fields["custom_id"]?.string ?? ""
        case .keyAuth: return ""
        }
    }
}
