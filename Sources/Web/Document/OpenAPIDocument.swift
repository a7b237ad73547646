import HTTPTypes
package import Model

/// The OpenAPI document of a door: made from the route tables that serve, so that it cannot say anything else.
package struct OpenAPIDocument: Sendable {
    package struct Info: Sendable {
        package var title: String
        package var version: String
        package var description: String

        package init(title: String, version: String, description: String) {
            self.title = title
            self.version = version
            self.description = description
        }
    }

    /// Who may call an operation.
    package enum Access: Sendable {
        case anybody, optional, required
    }

    struct Operation: Sendable {
        let method: String
        let path: String
        let id: String
        let story: EndpointStory
        let access: Access
    }

    private let info: Info
    /// The one security scheme: its name and what it is.
    private let scheme: JSON.Member
    /// Statuses of refusals that every operation may answer.
    private let refusals: [Int]
    private(set) var operations: [Operation] = []

    package init(_ info: Info, scheme: JSON.Member, refusals: [Int]) {
        self.info = info
        self.scheme = scheme
        self.refusals = refusals
    }

    /// Adds the operations of a table.
    package mutating func add<Caller>(_ endpoints: [Endpoint<Caller>], _ access: Access) {
        operations += endpoints.map {
            Operation(
                method: $0.method.rawValue, path: $0.path, id: $0.operation, story: $0.story, access: access)
        }
    }

    /// OpenAPI 3.1.
    package func json(server: String) -> JSON {
        var catalog = ComponentCatalog(), ids: Set<String> = [], paths: [JSON.Member] = []
        for path in Self.unique(operations.map(\.path)) {
            let found = operations.filter { $0.path == path }
            let items = found.map { operation in
                JSON.Member(operation.method.lowercased(), json(operation, &catalog, &ids))
            }
            paths.append(.init(path, .object(items)))
        }
        let tags = Self.unique(operations.map(\.tag)).sorted().map { tag -> JSON in
            let noun = tag.hasPrefix("API") ? tag : tag.prefix(1).lowercased() + tag.dropFirst()
            return ["name": .string(tag), "description": .string("Operations on \(noun).")]
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string(info.title), "version": .string(info.version),
                "description": .string(info.description),
            ],
            "servers": [["url": .string(server)]], "tags": .array(tags), "paths": .object(paths),
            "components": [
                "securitySchemes": .object([scheme]), "schemas": .object(catalog.schemas),
                "responses": .object(ProblemResponses.components(catalog.statuses)),
            ],
        ]
    }

    private func json(_ operation: Operation, _ catalog: inout ComponentCatalog, _ ids: inout Set<String>) -> JSON {
        let story = operation.story
        var members: [JSON.Member] = [
            .init("operationId", .string(Self.fresh(operation, &ids))), .init("tags", [.string(operation.tag)]),
            .init("summary", .string(story.summary ?? Words.sentence(operation.id))),
        ]
        if let text = operation.description { members.append(.init("description", .string(text))) }
        members.append(.init("security", security(operation.access)))
        let parameters = ParameterDocument.parameters(operation, &catalog)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let schema = story.requestSchema {
            let content: JSON = ["application/json": ["schema": catalog.json(schema)]]
            members.append(.init("requestBody", ["required": true, "content": content]))
        }
        members.append(.init("responses", responses(operation, &catalog)))
        return .object(members)
    }

    private func security(_ access: Access) -> JSON {
        let required: JSON = .object([.init(scheme.name, [])])
        return switch access {
        case .anybody: [[:]]
        case .optional: [required, [:]]
        case .required: [required]
        }
    }

    private func responses(_ operation: Operation, _ catalog: inout ComponentCatalog) -> JSON {
        let story = operation.story
        var members = ([story.successStatus] + story.otherStatuses).map { status -> JSON.Member in
            var response: [JSON.Member] = [.init("description", .string(Words.status(status)))]
            if let answer = story.answer, status != 204 {
                let content = story.media.map { media in
                    JSON.Member(media, ["schema": media.hasSuffix("json") ? catalog.json(answer) : ["type": "string"]])
                }
                response.append(.init("content", .object(content)))
            }
            return JSON.Member(String(status), .object(response))
        }
        let isPlain = CoreEntityStranger.isMet(at: operation.path)
        for status in operation.refusals(common: refusals) where !members.contains(where: { $0.name == "\(status)" }) {
            if status == 401, isPlain, !PlainRefusal.isMet(at: operation.path) {
                members.append(.init("401", CoreEntityStranger.response))
                continue
            }
            if PlainRefusal.isMet(at: operation.path) {
                members.append(.init(String(status), PlainRefusal.response(status)))
                continue
            }
            catalog.statuses.insert(status)
            let name = ProblemResponses.name(status)
            members.append(.init(String(status), ["$ref": .string("#/components/responses/\(name)")]))
        }
        return .object(members)
    }

    /// The operation's id, with the version behind it when another version took it before.
    private static func fresh(_ operation: Operation, _ taken: inout Set<String>) -> String {
        let version = operation.path.split(separator: "/").first { $0.hasPrefix("v") } ?? ""
        let id = taken.contains(operation.id) ? "\(operation.id)-\(version)" : operation.id
        taken.insert(id)
        return id
    }

    private static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }
}

/// What a document collects while its operations are written.
struct ComponentCatalog {
    private(set) var schemas: [JSON.Member] = []
    var statuses: Set<Int> = []

    /// A schema whose named objects are components. Two objects of one name and different contents get a number each.
    mutating func json(_ schema: Schema) -> JSON {
        var known = schemas
        let json = schema.json { name, object in
            var place = name, number = 1
            while let other = known.first(where: { $0.name == place }), other.value != object {
                number += 1
                place = "\(name)\(number)"
            }
            if !known.contains(where: { $0.name == place }) { known.append(.init(place, object)) }
            return ["$ref": .string("#/components/schemas/\(place)")]
        }
        schemas = known
        return json
    }
}
