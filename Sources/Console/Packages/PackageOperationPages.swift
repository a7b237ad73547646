import Core
import Model
import Rendering
import Web

/// The operations of a package: what it has, what it may get, and the limit of each.
struct PackageOperationPages {
    private let product: Product

    init(_ product: Product) {
        self.product = product
    }

    var endpoints: [Endpoint<ConsoleCaller>] {
        let one = "/packages/{apiId}/operations/{operationId}"
        return [
            .get("/packages/{apiId}/operations") { try await list($0) }, .post("/packages/{apiId}/operations", add),
            .get(one) { try await operation($0) }, .post(one, limit), .post(one + "/remove", remove),
        ]
    }

    private func list(_ call: Call<ConsoleCaller>, _ problems: FormProblems = .none) async throws -> Reply {
        let overview = try await product.packages.find(call.id("apiId"), as: call.caller.actor)
        let members = try await product.packageContents.all(of: overview.api.id, as: call.caller.actor)
        let known = Set(members.map(\.0.operation.id))
        let offered = try await product.gatewayOperations.offered(as: call.caller.actor)
        let free = offered.filter { !known.contains($0.operation.id) }
        let present: HTML =
            members.isEmpty
            ? UI.emptyState(
                icon: .list, title: "No operations yet",
                text: "<p>Developers may call what you choose here, and nothing else.</p>")
            : "<h2>Operations (\(members.count))</h2>\(table(members, overview.api))"
        let body: HTML = "\(unmatched(members))\(present)\(choices(free, offered.isEmpty, overview.api, problems))"
        return APILayout.reply(call.caller, overview, current: .operations, body: body)
    }

    private func unmatched(_ members: [(PackageOperation, OperationMatch?)]) -> HTML {
        let count = members.count { $0.1 == nil }
        if count == 0 { return .empty }
        return UI.alert(
            .warn, title: "\(count) operations have no route",
            "The gateway answers such calls with 404 until a route of the control plane takes them.")
    }

    private func table(_ members: [(PackageOperation, OperationMatch?)], _ package: API) -> HTML {
        UI.filter(
            "Filter operations",
            content: UI.table(
                caption: "Operations",
                columns: [.init("Operation"), .init("API", secondary: true), .init("Limit"), .init("Route")],
                rows: members.map { member, match in
                    let address = ConsoleAddress.packageOperation(package.id, member.operation.id).path
                    let route: HTML =
                        match.map { "\($0.route.name)" } ?? UI.badge("No route", .warn)
                    return [
                        "\(UI.method(member.operation.method)) \(UI.rowLink(member.operation.path, to: address))",
                        "\(Self.title(member))", Self.limit(member.rateLimit), route,
                    ]
                }, filterable: true))
    }

    private func choices(
        _ free: [PackageOperation], _ isNone: Bool, _ package: API, _ problems: FormProblems
    ) -> HTML {
        if isNone {
            return UI.card(
                title: "Add operations",
                content: """
                    <p>There is nothing to choose from: link an API with a description to a whole control plane, \
                    on its Gateway tab.</p>
                    """)
        }
        if free.isEmpty { return UI.card(title: "Add operations", content: "<p>All operations are in.</p>") }
        let items: [HTML] = free.map { member in
            let id = "operation-\(member.operation.id.text)"
            return """
                <li data-filter-item><label class="cluster" for="\(id)"><input class="checkbox" type="checkbox" \
                name="operation" value="\(member.operation.id.text)" id="\(id)">\(UI.method(member.operation.method))\
                <code>\(member.operation.path)</code><span class="muted">\(Self.title(member))</span></label></li>
                """
        }
        let form = UI.form(
            to: ConsoleAddress.packageOperations(package.id).path,
            actions: UI.button("Add to the package", icon: .plus),
            content: """
                \(problems.summary(shown: []))\
                \(UI.filter("Filter choices", content: "<ul class=\"operation-choices\">\(items)</ul>"))
                """)
        return UI.card(title: "Add operations", content: form)
    }

    private func add(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), id: ID<API> = try call.id("apiId")
        return try await retrying {
            let chosen = form.all("operation").compactMap { ID<GatewayOperation>($0) }
            if chosen.isEmpty { throw Refusal.invalid([], detail: "Choose at least one operation") }
            // As many steps as there may be, one change after the other.
            for start in stride(from: 0, to: chosen.count, by: PackageOperation.maximumSteps) {
                let steps = chosen[start..<min(start + PackageOperation.maximumSteps, chosen.count)]
                try await product.packageContents.change(
                    steps.map { PackageStep(.add, $0) }, of: id, as: call.caller.actor)
            }
            return Reply.redirect(to: ConsoleAddress.packageOperations(id).path)
                .with(Flash(.success, "\(chosen.count) operations are in the package."))
        } form: { problems in
            try await list(call, problems.isEmpty ? FormProblems([Self.nothing]) : problems)
        }
    }

    private static let nothing = FieldProblem("", .required, "Choose at least one operation")

    private func operation(
        _ call: Call<ConsoleCaller>, _ problems: FormProblems = .none, _ sent: FormData? = nil
    ) async throws -> Reply {
        let overview = try await product.packages.find(call.id("apiId"), as: call.caller.actor)
        let (member, match) = try await product.packageContents.operation(
            call.id("operationId"), of: overview.api.id, as: call.caller.actor)
        let address = ConsoleAddress.packageOperation(overview.api.id, member.operation.id).path
        let facts = UI.facts([
            .init("API", "\(Self.title(member))"),
            .init("Route", text: match?.route.name), .init("Service", text: match?.service?.name),
            .init("Added", Moment.html(member.createdAt)),
        ])
        let values =
            sent
            ?? FormData([
                ("limit", member.rateLimit.map { "\($0.limit)" } ?? ""),
                ("span", member.rateLimit?.span.rawValue ?? RateLimit.Span.minutes.rawValue),
            ])
        let form = UI.form(
            to: address, actions: UI.button("Save"),
            content: "\(problems.summary(shown: ["rate_limiting_config"]))\(APIForm(values, problems).limit)")
        let remove = UI.dangerZone(
            "Remove it from the package", text: "<p>Keys of the package no longer open it.</p>",
            action: UI.postButton("Remove", to: address + "/remove", .danger))
        let body: HTML = """
            <h2 class="cluster">\(UI.method(member.operation.method)) <code>\(member.operation.path)</code></h2>\
            \(UI.card(title: "Facts", content: facts))\
            \(UI.card(title: "Limit", text: "<p>Counts instead of the package's limit.</p>", content: form))\(remove)
            """
        return APILayout.reply(call.caller, overview, current: .operations, body: body)
    }

    private func limit(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let form = try await call.form(), id: ID<API> = try call.id("apiId")
        let operation: ID<GatewayOperation> = try call.id("operationId")
        return try await retrying {
            let step = PackageStep(.replace, operation, rateLimit: try APIForm.rateLimit(form))
            try await product.packageContents.change([step], of: id, as: call.caller.actor)
            return Reply.redirect(to: ConsoleAddress.packageOperations(id).path)
                .with(Flash(.success, "The limit is saved."))
        } form: { problems in
            try await self.operation(call, problems, form)
        }
    }

    private func remove(_ call: Call<ConsoleCaller>) async throws -> Reply {
        let id: ID<API> = try call.id("apiId")
        try await product.packageContents.remove(call.id("operationId"), from: id, as: call.caller.actor)
        return Reply.redirect(to: ConsoleAddress.packageOperations(id).path)
            .with(Flash(.success, "The operation is removed."))
    }

    private static func title(_ member: PackageOperation) -> String {
        member.apiVersion.map { "\(member.apiName) \($0)" } ?? member.apiName
    }

    private static func limit(_ limit: RateLimit?) -> HTML {
        limit.map { "\($0.limit) in \($0.span.rawValue)" } ?? "<span class=\"subtle\">As the package</span>"
    }
}
