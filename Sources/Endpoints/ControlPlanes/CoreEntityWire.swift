import Model
import Web

/// Entities of a control plane on the wire, version 2: their fields are those of their schemas.
enum CoreEntityWire {
    static func json(_ entity: CoreEntity) -> JSON {
        var times: [JSON.Member] = [.init("created_at", .integer(entity.createdAt.milliseconds / 1_000))]
        if entity.kind != .keyAuth {
            times.append(.init("updated_at", .integer(entity.updatedAt.milliseconds / 1_000)))
        }
        // A route has either the fields of expressions or those of attributes.
        let unused = entity.fields["expression"]?.isNull ?? true ? ["expression", "priority"] : []
        let fields = (entity.fields.members ?? []).filter { !unused.contains($0.name) }
        return .object([.init("id", .string(entity.id.text))] + fields + times)
    }

    static func schema(_ kind: CoreEntity.Kind) -> Schema {
        .object(name: Self.name(kind), fields(kind, isAnswer: true))
    }

    /// What a client may send: what it was given, and a shorthand.
    static func body(_ kind: CoreEntity.Kind) -> Schema {
        var members = fields(kind, isAnswer: false)
        // The path names the consumer of a key, and a key is made where none is given.
        if kind == .keyAuth { members = members.map { .init($0.name, $0.schema, isRequired: false) } }
        if kind == .service {
            members = members.map { $0.name == "host" ? .init("host", $0.schema, isRequired: false) : $0 }
            members.append(.init("url", .nullable(.string(length: 1...8_192)), isRequired: false))
        }
        return .object(name: "\(name(kind))Body", members, isClosed: true)
    }

    static func pageSchema(_ kind: CoreEntity.Kind) -> Schema { pageSchema(schema(kind)) }

    /// A list that goes on at `next`, when there is more.
    static func pageSchema(_ item: Schema) -> Schema {
        .object(
            name: nil,
            [
                .init("data", .array(item)), .init("next", .string(), isRequired: false),
                .init("offset", .string(), isRequired: false),
            ])
    }

    private static func name(_ kind: CoreEntity.Kind) -> String {
        "Gateway" + kind.rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private static func fields(_ kind: CoreEntity.Kind, isAnswer: Bool) -> [Schema.Property] {
        let time = isAnswer ? Schema.integer : .anything
        let own: [Schema.Property] = [
            .init("id", .string(format: "uuid"), isRequired: isAnswer),
            .init("created_at", time, isRequired: isAnswer), .init("updated_at", time, isRequired: false),
        ]
        return own
            + kind.schema.fields.map { field in
                let schema = field.kind.wire(isStored: isAnswer)
                return .init(field.name, field.isRequired ? schema : .nullable(schema), isRequired: field.isRequired)
            }
    }
}

extension EntitySchema.FieldKind {
    /// As the document tells it. What is stored has been checked: only its form is told.
    fileprivate func wire(isStored: Bool) -> Schema {
        switch self {
        case .text(let rule): isStored ? .string() : .string(length: rule.length, pattern: rule.pattern?.text)
        case .integer(let range): .integerIn(Int(range.lowerBound)...Int(range.upperBound))
        case .boolean: .boolean
        case .texts: .array(.string())
        case .choice(let choices): .choice(choices)
        case .choices(let choices): .array(.choice(choices))
        case .numbers: .integer
        case .reference: .object(name: nil, [.init("id", .string(format: "uuid"))])
        case .object, .map: .map(.anything)
        case .objects: .array(.map(.anything))
        }
    }
}
