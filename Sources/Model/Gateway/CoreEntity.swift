/// One entity of a control plane (a service, a route, a plugin, a consumer or its key), as its clients wrote it with
/// every default filled in.
package struct CoreEntity: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case service, route, plugin, consumer
        case keyAuth = "key-auth"

        /// What somebody needs on the control plane to read one: keys are shown to those who manage them.
        package var reading: Act { self == .keyAuth ? .editConsumers : .view }

        /// What somebody needs on the control plane to write one.
        package var editing: Act {
            switch self {
            case .service: .editServices
            case .route: .editRoutes
            case .plugin: .editPlugins
            case .consumer, .keyAuth: .editConsumers
            }
        }
    }

    package var id: ID<CoreEntity>
    package var controlPlaneID: ID<ControlPlane>
    package var kind: Kind
    /// Unique among the entities of its kind; a consumer's user name, the hash of a key.
    package var name: String?
    package var serviceID: ID<CoreEntity>?
    package var routeID: ID<CoreEntity>?
    package var consumerID: ID<CoreEntity>?
    /// All fields but id and times, as they go out.
    package var fields: JSON
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<CoreEntity>, controlPlaneID: ID<ControlPlane>, kind: Kind, name: String?, serviceID: ID<CoreEntity>?,
        routeID: ID<CoreEntity>?, consumerID: ID<CoreEntity>?, fields: JSON, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.controlPlaneID = controlPlaneID
        self.kind = kind
        self.name = name
        self.serviceID = serviceID
        self.routeID = routeID
        self.consumerID = consumerID
        self.fields = fields
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// What an entity of one kind may hold; stands for its validation, its defaults and its documentation.
package struct EntitySchema: Sendable {
    package enum FieldKind: Sendable {
        case text(TextRule), integer(ClosedRange<Int64>), boolean, texts, choice([String]), choices([String])
        case numbers([Int64]), reference, object, objects, map
    }

    package struct Field: Sendable {
        package let name: String
        package let kind: FieldKind
        package let standard: JSON
        package let isRequired: Bool

        package init(_ name: String, _ kind: FieldKind, standard: JSON = .null, isRequired: Bool = false) {
            self.name = name
            self.kind = kind
            self.standard = standard
            self.isRequired = isRequired
        }
    }

    package let fields: [Field]
    /// What several fields say together.
    package let check: @Sendable (JSON) -> [FieldProblem]

    package init(_ fields: [Field], check: @escaping @Sendable (JSON) -> [FieldProblem] = { _ in [] }) {
        self.fields = fields
        self.check = check
    }

    /// The body with every default filled in. Refuses unknown fields and wrong values.
    package func normalized(_ body: JSON) throws -> JSON {
        guard let members = body.members else {
            throw Refusal.invalid("body", .isObject, "the body must be a JSON object")
        }
        let ignored: Set = ["id", "created_at", "updated_at"]
        let known = Set(fields.map(\.name)).union(ignored)
        var problems = members.filter { !known.contains($0.name) }.map {
            FieldProblem($0.name, .unknownProperty, "\"\($0.name)\" is not allowed")
        }
        let values = fields.map { field in
            let value = body[field.name] ?? .null
            if value.isNull {
                if field.isRequired {
                    problems.append(FieldProblem(field.name, .required, "\"\(field.name)\" is required"))
                }
                return JSON.Member(field.name, field.standard)
            }
            problems += field.kind.problems(field.name, value)
            return JSON.Member(field.name, value)
        }
        let normalized = JSON.object(values)
        if problems.isEmpty { problems = check(normalized) }
        try Refusal.check(problems)
        return normalized
    }
}

extension EntitySchema.FieldKind {
    /// What is wrong with a value; of lists, with each of their items.
    fileprivate func problems(_ field: String, _ value: JSON) -> [FieldProblem] {
        let item: EntitySchema.FieldKind
        switch self {
        case .texts: item = .text(TextRule(0...Int.max))
        case .choices(let choices): item = .choice(choices)
        default: return problem(field, value).map { [$0] } ?? []
        }
        guard let items = value.array else { return [FieldProblem(field, .isArray, "\"\(field)\" must be an array")] }
        return items.enumerated().compactMap { index, value in item.problem("\(field)[\(index)]", value) }
    }

    private func problem(_ field: String, _ value: JSON) -> FieldProblem? {
        switch self {
        case .text(let rule):
            guard let text = value.string else {
                return FieldProblem(field, .isString, "value of \"\(field)\" must be a utf-8 string")
            }
            return rule.problem(field, text)
        case .integer(let range):
            guard let number = value.integer else {
                return FieldProblem(field, .isInteger, "value of \"\(field)\" must be an integer")
            }
            let reason = "value of \"\(field)\" must be between \(range.lowerBound) and \(range.upperBound)"
            if number < range.lowerBound { return FieldProblem(field, .min(Int(range.lowerBound)), reason) }
            return number > range.upperBound ? FieldProblem(field, .max(Int(range.upperBound)), reason) : nil
        case .boolean:
            return value.bool == nil
                ? FieldProblem(field, .isBoolean, "value of \"\(field)\" must be true or false") : nil
        case .choice(let choices):
            return value.string.map(choices.contains) ?? false ? nil : Self.outside(field, choices)
        case .numbers(let choices):
            return value.integer.map(choices.contains) ?? false ? nil : Self.outside(field, choices.map(String.init))
        case .reference:
            guard value.members != nil else {
                return FieldProblem(field, .isObject, "value of \"\(field)\" must be an object")
            }
            let isGood = value["id"]?.string.flatMap { ID<CoreEntity>($0) } != nil
            return isGood ? nil : FieldProblem("\(field).id", .isUUID, "\"\(field).id\" must be a valid UUID")
        case .object, .map:
            return value.members == nil
                ? FieldProblem(field, .isObject, "value of \"\(field)\" must be an object") : nil
        case .objects:
            let isGood = value.array?.allSatisfy { $0.members != nil } ?? false
            return isGood ? nil : FieldProblem(field, .isArray, "\"\(field)\" must be an array of objects")
        case .texts, .choices: return problems(field, value).first
        }
    }

    private static func outside(_ field: String, _ choices: [String]) -> FieldProblem {
        FieldProblem(field, .oneOf(choices), "\"\(field)\" must be one of [\(choices.joined(separator: ", "))]")
    }
}
