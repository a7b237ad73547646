import Core
import Model
import Rendering
import Web

/// On the way to link an API: a service and a route are made for it, one after the other, and then it is linked.
struct LinkErrand {
    private static let titles = ["Service", "Route", "Link"]

    private let api: API
    private let service: String

    /// Nil when nobody is on such a way, or may not know of the API.
    init?(_ call: Call<ConsoleCaller>, _ form: FormData?, _ product: Product) async {
        let text = form?.nonEmpty("api") ?? call.query("api") ?? ""
        guard let id = ID<API>(text), let found = try? await product.apis.find(id, as: call.caller.actor) else {
            return nil
        }
        api = found.api
        service = call.query("service") ?? ""
    }

    /// What the form of a new route begins with.
    var fresh: FormData? {
        service.isEmpty ? nil : FormData([("service", service), ("strip_path", "true"), ("paths", "/\(api.slug)")])
    }

    /// Keeps the way in the form.
    var field: HTML { UI.hiddenField("api", api.id.text) }

    func text(_ kind: CoreEntity.Kind) -> HTML {
        kind == .service
            ? "The server behind \(api.name). A route follows, then the link."
            : "Which calls go to the service of \(api.name). Then it can be linked."
    }

    func steps(_ kind: CoreEntity.Kind) -> HTML { UI.steps(Self.titles, current: kind == .service ? 1 : 2) }

    func crumbs(_ title: String) -> [UI.Link] {
        APILayout.crumbs(api)
            + [UI.Link("Gateway", to: ConsoleAddress.apiGateway(api.id).path), UI.Link(title, to: "")]
    }

    /// The way on without making anything.
    func skip(_ kind: CoreEntity.Kind, _ service: String) -> HTML {
        let place = ConsoleAddress.apiGateway(api.id).path
        return kind == .route && !self.service.isEmpty
            ? UI.linkButton("Skip: link it first", to: place, .ghost) : UI.linkButton("Cancel", to: place, .ghost)
    }

    func next(after made: CoreEntity) -> Reply {
        let name = CoreEntityText.name(made), plane = made.controlPlaneID
        guard made.kind == .route else {
            return Reply.redirect(to: ConsoleAddress.newCoreEntity(plane, .route, for: api.id, on: made.id).path)
                .with(Flash(.success, "The service \(name) is made. Say now which calls go there."))
        }
        let chosen = made.serviceID.map { "?service=\(plane)/\($0)" } ?? ""
        return Reply.redirect(to: ConsoleAddress.apiGateway(api.id).path + chosen)
            .with(Flash(.success, "The route \(name) is at work. Link \(api.name) to its service now."))
    }
}
