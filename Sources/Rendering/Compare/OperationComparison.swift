/// Compares one operation with what it was.
struct OperationComparison {
    private let older: APIOperation
    private let newer: APIOperation
    private let old: OperationDetail
    private let new: OperationDetail
    private let subject: DescriptionChange.Subject
    /// The schemes of both descriptions, for what a way to authenticate wants.
    private let isWebhook: Bool

    init(
        older: (operation: APIOperation, description: APIDescription),
        newer: (operation: APIOperation, description: APIDescription), subject: DescriptionChange.Subject
    ) {
        self.older = older.operation
        self.newer = newer.operation
        self.subject = subject
        old = older.description.detail(older.operation, withExamples: false)
        new = newer.description.detail(newer.operation, withExamples: false)
        isWebhook = newer.operation.isWebhook
    }

    /// What applications send; of webhooks it is the answer that they send.
    private var sent: ChangeDirection { isWebhook ? .response : .request }
    private var received: ChangeDirection { isWebhook ? .request : .response }

    mutating func run(_ list: inout ChangeList, _ schemas: inout SchemaComparison) {
        if newer.isDeprecated != older.isDeprecated {
            list.add(
                newer.isDeprecated ? .operationDeprecated : .operationRevived, .harmless, subject, at: newer.node,
                newer.isDeprecated ? "The operation is deprecated." : "The operation is no longer deprecated.")
        }
        if let before = older.operationId, let now = newer.operationId, before != now {
            list.add(
                .operationRenamed, .unknown, subject, at: newer.node["operationId"],
                "The operation id is `\(now)`, was `\(before)`: generated code calls it by another name.")
        }
        parameters(&list, &schemas)
        body(&list, &schemas)
        responses(&list, &schemas)
        security(&list)
    }
}

extension OperationComparison {
    private func parameters(_ list: inout ChangeList, _ schemas: inout SchemaComparison) {
        let known = keyed(old.parameters, path: older.path), now = keyed(new.parameters, path: newer.path)
        for (key, parameter) in now {
            let words = "`\(parameter.name)` (\(parameter.place.rawValue) parameter)"
            let node = newer.node["parameters"] ?? newer.node
            guard let before = known.first(where: { $0.key == key })?.parameter else {
                // A path that differs in nothing else has the parameter in both.
                if parameter.place == .path { continue }
                list.add(
                    .parameterAdded, parameter.isRequired ? .breaking : .harmless, subject, at: node,
                    "\(words) is new\(parameter.isRequired ? " and required" : "").")
                continue
            }
            if parameter.isRequired != before.isRequired {
                list.add(
                    parameter.isRequired ? .parameterRequired : .parameterOptional,
                    parameter.isRequired ? .breaking : .harmless, subject, at: node,
                    "\(words) is \(parameter.isRequired ? "now required" : "no longer required").")
            }
            if parameter.isDeprecated, !before.isDeprecated {
                list.add(.parameterDeprecated, .harmless, subject, at: node, "\(words) is deprecated.")
            }
            if Self.style(parameter) != Self.style(before) {
                list.add(.parameterStyle, .breaking, subject, at: node, "\(words) is written in another style.")
            }
            let spot = SchemaSpot(subject: subject, root: words, place: " of \(words)", path: "")
            schemas.compare(before.schema, parameter.schema, .request, spot)
        }
        for (key, parameter) in known where !now.contains(where: { $0.key == key }) && parameter.place != .path {
            list.add(
                .parameterRemoved, .breaking, subject, at: older.node["parameters"] ?? older.node, isInOlder: true,
                "`\(parameter.name)` (\(parameter.place.rawValue) parameter) is gone.")
        }
    }

    /// Path parameters by their position, because their names are nobody's business; headers without regard to case.
    private func keyed(_ parameters: [APIParameter], path: String) -> [(key: String, parameter: APIParameter)] {
        let names = PathShape.names(path)
        return parameters.map { parameter in
            switch parameter.place {
            case .path: ("path \(names.firstIndex(of: parameter.name).map(String.init) ?? parameter.name)", parameter)
            case .header: ("header \(parameter.name.lowercased())", parameter)
            default: ("\(parameter.place.rawValue) \(parameter.name)", parameter)
            }
        }
    }

    /// How the values of arrays and objects are written; of scalars there is one way.
    private static func style(_ parameter: APIParameter) -> String {
        let types = parameter.schema?.types ?? []
        guard types.contains("array") || types.contains("object") else { return "" }
        let usual = parameter.place == .query || parameter.place == .cookie ? "form" : "simple"
        let style = parameter.style ?? usual
        return "\(style) \(parameter.explode ?? (style == "form"))"
    }

    private func body(_ list: inout ChangeList, _ schemas: inout SchemaComparison) {
        guard let now = new.body else {
            if old.body != nil {
                list.add(
                    .bodyRemoved, .breaking, subject, at: older.node["requestBody"] ?? older.node, isInOlder: true,
                    "The request body is gone.")
            }
            return
        }
        let node = newer.node["requestBody"] ?? newer.node
        guard let before = old.body else {
            list.add(
                .bodyAdded, now.isRequired ? .breaking : .harmless, subject, at: node,
                "A request body is new\(now.isRequired ? " and required" : "").")
            return
        }
        if now.isRequired != before.isRequired {
            list.add(
                now.isRequired ? .bodyRequired : .bodyOptional, now.isRequired ? .breaking : .harmless, subject,
                at: node, "The request body is \(now.isRequired ? "now required" : "no longer required").")
        }
        contents(before.contents, now.contents, "the request body", sent, node, &list, &schemas)
    }

    private func contents(
        _ before: [APIContent], _ now: [APIContent], _ what: String, _ direction: ChangeDirection,
        _ node: DocumentNode, _ list: inout ChangeList, _ schemas: inout SchemaComparison
    ) {
        let title = what.prefix(1).uppercased() + what.dropFirst()
        for content in now where !before.contains(where: { $0.mediaType == content.mediaType }) {
            // A response that had no body may get one.
            list.add(
                .mediaTypeAdded, .harmless, subject, at: node, "\(title) may be `\(content.mediaType)` too.")
        }
        for content in before {
            guard let other = now.first(where: { $0.mediaType == content.mediaType }) else {
                list.add(
                    .mediaTypeRemoved, .breaking, subject, at: node, "\(title) is no longer `\(content.mediaType)`.")
                continue
            }
            let spot = SchemaSpot(subject: subject, root: title, place: " in \(what)", path: "")
            schemas.compare(content.schema, other.schema, direction, spot)
            fields(content, other, node, &list, &schemas)
        }
    }

    /// The fields of forms in OpenAPI 2, which have no schema around them.
    private func fields(
        _ before: APIContent, _ now: APIContent, _ node: DocumentNode, _ list: inout ChangeList,
        _ schemas: inout SchemaComparison
    ) {
        guard before.schema == nil, now.schema == nil else { return }
        for field in now.fields {
            let spot = SchemaSpot(subject: subject, root: "`\(field.name)`", place: " of `\(field.name)`", path: "")
            guard let old = before.fields.first(where: { $0.name == field.name }) else {
                list.add(
                    .propertyAdded, field.isRequired ? .breaking : .harmless, subject, at: node,
                    "`\(field.name)` in the request body is new\(field.isRequired ? " and required" : "").")
                continue
            }
            if field.isRequired != old.isRequired {
                list.add(
                    field.isRequired ? .propertyRequired : .propertyOptional, field.isRequired ? .breaking : .harmless,
                    subject, at: node,
                    "`\(field.name)` in the request body is \(field.isRequired ? "now" : "no longer") required.")
            }
            schemas.compare(old.schema, field.schema, .request, spot)
        }
        for field in before.fields where !now.fields.contains(where: { $0.name == field.name }) {
            list.add(
                .propertyRemoved, .unknown, subject, at: node, "`\(field.name)` in the request body is gone.")
        }
    }
}

extension OperationComparison {
    private func responses(_ list: inout ChangeList, _ schemas: inout SchemaComparison) {
        let node = newer.node["responses"] ?? newer.node
        for response in new.responses where !old.responses.contains(where: { $0.status == response.status }) {
            list.add(
                .responseAdded, .harmless, subject, at: node[response.status],
                "The API may answer `\(response.status)` too.")
        }
        for before in old.responses {
            guard let now = new.responses.first(where: { $0.status == before.status }) else {
                list.add(
                    .responseRemoved, before.status.hasPrefix("2") ? .breaking : .harmless, subject,
                    at: older.node["responses"]?[before.status], isInOlder: true,
                    "The API no longer answers `\(before.status)`.")
                continue
            }
            let place = node[now.status] ?? node
            headers(before, now, place, &list)
            contents(
                before.contents, now.contents, "response \(before.status)", received, place, &list, &schemas)
        }
    }

    private func headers(
        _ before: APIResponse, _ now: APIResponse, _ node: DocumentNode, _ list: inout ChangeList
    ) {
        let old = Set(before.headers.map { $0.name.lowercased() }), new = Set(now.headers.map { $0.name.lowercased() })
        for header in before.headers where !new.contains(header.name.lowercased()) {
            list.add(
                .headerRemoved, .breaking, subject, at: node,
                "Response \(before.status) has no header `\(header.name)` any more.")
        }
        for header in now.headers where !old.contains(header.name.lowercased()) {
            list.add(
                .headerAdded, .harmless, subject, at: node,
                "Response \(now.status) has the new header `\(header.name)`.")
        }
    }

    private func security(_ list: inout ChangeList) {
        let before = Self.ways(old.security), now = Self.ways(new.security)
        if before == now { return }
        let node = newer.node["security"] ?? newer.node
        let lost = before.filter { way in !now.contains { $0.isSubset(of: way) } }
        if !lost.isEmpty {
            list.add(
                .securityTightened, .breaking, subject, at: node,
                "\(Self.words(lost[0])) is no longer enough to authenticate: \(Self.choice(now)).")
        }
        let gained = now.filter { way in !before.contains { $0.isSubset(of: way) } }
        if !gained.isEmpty {
            list.add(
                .securityLoosened, .harmless, subject, at: node,
                "\(Self.words(gained[0])) is now enough to authenticate.")
        }
    }

    /// Each way as the schemes and scopes that it wants; nothing at all where no way is named.
    private static func ways(_ security: [[SecurityNeed]]) -> [Set<String>] {
        if security.isEmpty { return [[]] }
        return security.map { way in
            Set(way.flatMap { need in [need.scheme.name] + need.scopes.map { "\(need.scheme.name):\($0)" } })
        }
    }

    private static func words(_ way: Set<String>) -> String {
        way.isEmpty ? "No credential" : way.sorted().map { "`\($0)`" }.joined(separator: " with ")
    }

    private static func choice(_ ways: [Set<String>]) -> String {
        "it takes "
            + ways.prefix(4).map { way in
                way.isEmpty ? "nothing" : way.sorted().map { "`\($0)`" }.joined(separator: " with ")
            }.joined(separator: ", or ")
    }
}
