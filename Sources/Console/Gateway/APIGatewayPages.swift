import Core
import Model
import Rendering
import Web

/// The Gateway tab of an API: its link to a service, or to a whole control plane.
struct APIGatewayPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        [
            .get("/apis/{apiId}/gateway") { try await page($0) }, .post("/apis/{apiId}/gateway", link),
            .post("/apis/{apiId}/gateway/unlink", unlink),
        ]
    }

    private func page(_ call: Call<ConsoleCaller>, _ problems: FormProblems = .none) async throws -> Reply {
        let actor = call.caller.actor
        let overview = try await product.apis.find(call.id("apiId"), as: actor)
        let link = try await product.implementations.find(api: overview.api.id, as: actor)
        let body =
            if let link { try await linked(link, actor) } else { try await choices(overview.api, problems, call) }
        return APILayout.reply(call.caller, overview, current: .gateway, body: body)
    }

    private func linked(_ link: Implementation, _ actor: Actor) async throws -> HTML {
        let plane = try await product.controlPlanes.find(link.controlPlaneID, as: actor)
        var service: CoreEntity?
        if let id = link.serviceID {
            service = try await product.coreEntities.find(.service, id.text, in: plane.id, as: actor)
        }
        let target: HTML =
            service.map { service in
                """
                <a href="\(url: ConsoleAddress.coreEntity(plane.id, service).path)">\
                \(CoreEntityText.name(service))</a> \
                <code>\(CoreEntityText.summary(service))</code>
                """
            } ?? "The whole control plane"
        let facts = UI.facts([
            .init("Service", target),
            .init(
                "Control plane",
                "<a href=\"\(url: ConsoleAddress.controlPlane(plane.id).path)\">\(plane.name)</a>"),
            .init("Linked", Moment.html(link.createdAt)),
        ])
        let unlink = UI.postButton(
            "Unlink", to: ConsoleAddress.unlinkAPI(link.apiID).path, .danger,
            confirm: "Unlink? The gateway stops asking for keys, and anyone who can reach it can call this service.")
        return """
            \(UI.alert(.success, title: "The gateway enforces access", """
                Calls need a key of an application that is approved for this API, by the authentication strategy \
                it is published with.
                """))
            \(UI.card(title: "Gateway service", content: facts))
            \(UI.dangerZone("Unlink this API", text: "The service stays reachable, without keys.", action: unlink))
            """
    }

    private func choices(_ api: API, _ problems: FormProblems, _ call: Call<ConsoleCaller>) async throws -> HTML {
        var options: [UI.Option] = []
        let actor = call.caller.actor
        let planes = try await product.controlPlanes.all(as: actor).filter { $0.clusterType != .group }
        for plane in planes {
            for service in try await product.coreEntities.list(.service, in: plane.id, as: actor).items {
                let title = "\(CoreEntityText.name(service)): \(CoreEntityText.summary(service)) (\(plane.name))"
                options.append(UI.Option("\(plane.id)/\(service.id)", title))
            }
            options.append(UI.Option(plane.id.text, "The whole control plane \(plane.name), for API packages"))
        }
        let makers: [HTML] = planes.prefix(Self.mostMakers).map { plane in
            UI.linkButton(
                planes.count == 1 ? "New service" : "New service on \(plane.name)",
                to: ConsoleAddress.newCoreEntity(plane.id, .service, for: api.id).path,
                options.contains { $0.value.contains("/") } ? .secondary : .primary, icon: .plus)
        }
        let empty: HTML? =
            options.contains { $0.value.contains("/") }
            ? nil
            : UI.emptyState(
                icon: .gateway, title: "There is no gateway service yet",
                text: """
                    Say where the server behind this API is, then which calls go there; you come back here to link it.
                    """,
                action: planes.isEmpty
                    ? UI.linkButton("Gateway", to: ConsoleAddress.gateway.path, .primary) : "\(makers)")
        if options.isEmpty { return "\(empty)" }
        let form = UI.form(
            to: ConsoleAddress.linkAPI(api.id).path, actions: UI.button("Link to the gateway"),
            content: """
                \(problems.summary(shown: []))
                \(UI.select("service", label: "Gateway service", options: options, value: call.query("service"),
                    hint: "From then on its calls need a key, where the API is published with a strategy."))
                """)
        let card = UI.card(
            title: "Link to the gateway",
            text: """
                Linked APIs let developers create applications and keys; the gateway lets only approved ones through.
                """, content: form)
        if empty != nil { return "\(empty)\(card)" }
        let other = UI.card(
            title: "Not among them?", text: "Make a service and a route for this API; you come back here to link it.",
            content: UI.buttonRow("\(makers)"))
        return "\(card)\(other)"
    }

    /// How many control planes are offered for a new service.
    private static let mostMakers = 5

    private func link(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), api: ID<API> = try call.id("apiId")
        return try await retrying {
            let ids = form["service"].split(separator: "/").map(String.init)
            let service = ids.count == 2 ? ID<CoreEntity>(ids[1]) : nil
            guard let plane = ids.first.flatMap({ ID<ControlPlane>($0) }), ids.count == 1 || service != nil else {
                throw Refusal.invalid("service", .required, "Choose a service")
            }
            _ = try await product.implementations.create(
                api: api, controlPlane: plane, service: service, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.apiGateway(api).path)
                .with(Flash(.success, "Linked. The gateway asks for keys from now on."))
        } form: { problems in
            try await page(call, problems)
        }
    }

    private func unlink(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let api: ID<API> = try call.id("apiId")
        if let link = try await product.implementations.find(api: api, as: call.caller.actor) {
            try await product.implementations.delete(link.id, of: api, as: call.caller.actor)
        }
        return Reply.redirect(to: ConsoleAddress.apiGateway(api).path).with(Flash(.info, "Unlinked."))
    }
}
