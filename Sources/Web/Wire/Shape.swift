package import Model

/// How an entity looks on the wire: its fields in order, each with its schema.
///
///     static let portal = Shape<Portal>("Portal", [.init("id") { $0.id }, .init("description") { $0.description }])
package struct Shape<Entity>: Sendable {
    package struct Field: Sendable {
        let name: String
        let schema: Schema
        /// Whether it is left out when it is null.
        let isOptional: Bool
        let write: @Sendable (Entity) -> JSON

        package init<Value: WireValue>(_ name: String, _ read: @escaping @Sendable (Entity) -> Value) {
            self.name = name
            schema = Value.schema
            isOptional = false
            write = { read($0).wire }
        }

        /// A field that is left out when there is no value.
        package init<Value: WireValue>(
            ifAny name: String, _ read: @escaping @Sendable (Entity) -> Value?
        ) {
            self.name = name
            schema = Value.schema
            isOptional = true
            write = { read($0)?.wire ?? .null }
        }

        /// A field whose JSON is made by hand.
        package init(_ name: String, as schema: Schema, _ write: @escaping @Sendable (Entity) -> JSON) {
            self.name = name
            self.schema = schema
            isOptional = false
            self.write = write
        }

        /// An object inside.
        package init<Inner>(
            _ name: String, _ shape: Shape<Inner>, _ read: @escaping @Sendable (Entity) -> Inner
        ) {
            self.init(name, as: shape.schema) { shape.json(read($0)) }
        }

        /// An object inside, or null.
        package init<Inner>(
            _ name: String, optional shape: Shape<Inner>, _ read: @escaping @Sendable (Entity) -> Inner?
        ) {
            self.init(name, as: .nullable(shape.schema)) { read($0).map(shape.json) ?? .null }
        }

        /// An array of objects.
        package init<Inner>(
            _ name: String, arrayOf shape: Shape<Inner>, _ read: @escaping @Sendable (Entity) -> [Inner]
        ) {
            self.init(name, as: .array(shape.schema)) { .array(read($0).map(shape.json)) }
        }
    }

    package let name: String
    private let fields: [Field]

    package init(_ name: String, _ fields: [Field]) {
        self.name = name
        self.fields = fields
    }

    package func json(_ entity: Entity) -> JSON {
        .object(
            fields.compactMap { field in
                let value = field.write(entity)
                return field.isOptional && value.isNull ? nil : JSON.Member(field.name, value)
            })
    }

    package var schema: Schema {
        .object(name: name, fields.map { Schema.Property($0.name, $0.schema, isRequired: !$0.isOptional) })
    }

    /// The same fields and more.
    package func adding(_ more: [Field], name: String? = nil) -> Shape {
        Shape(name ?? self.name, fields + more)
    }

    /// `{data, meta: {page: {number, size, total}}}`.
    package func page(_ page: Page<Entity>) -> JSON where Entity: Sendable {
        [
            "data": .array(page.items.map(json)),
            "meta": ["page": PageMeta.json(number: page.request.number, size: page.request.size, total: page.total)],
        ]
    }

    /// The schema of `page`.
    package var pageSchema: Schema {
        .object(name: nil, [.init("data", .array(schema)), .init("meta", PageMeta.schema)])
    }
}

/// The meta of a list that is paged by number.
package enum PageMeta {
    package static func json(number: Int, size: Int, total: Int) -> JSON {
        ["number": .integer(Int64(number)), "size": .integer(Int64(size)), "total": .integer(Int64(total))]
    }

    package static let schema = Schema.object(
        name: nil,
        [
            .init(
                "page",
                .object(name: nil, [.init("number", .number), .init("size", .number), .init("total", .number)]))
        ])
}

/// A value that knows how it is written on the wire.
package protocol WireValue: SendableMetatype {
    static var schema: Schema { get }
    var wire: JSON { get }
}

extension String: WireValue {
    package static var schema: Schema { .string() }
    package var wire: JSON { .string(self) }
}

extension Bool: WireValue {
    package static var schema: Schema { .boolean }
    package var wire: JSON { .bool(self) }
}

extension Int: WireValue {
    package static var schema: Schema { .integer }
    package var wire: JSON { .integer(Int64(self)) }
}

extension Int64: WireValue {
    package static var schema: Schema { .integer }
    package var wire: JSON { .integer(self) }
}

extension ID: WireValue {
    package static var schema: Schema { .string(format: "uuid") }
    package var wire: JSON { .string(text) }
}

extension Instant: WireValue {
    package static var schema: Schema { .string(format: "date-time") }
    package var wire: JSON { .string(iso) }
}

extension Optional: WireValue where Wrapped: WireValue {
    package static var schema: Schema { .nullable(Wrapped.schema) }
    package var wire: JSON { map { $0.wire } ?? .null }
}

extension Array: WireValue where Element: WireValue {
    package static var schema: Schema { .array(Element.schema) }
    package var wire: JSON { .array(map { $0.wire }) }
}

extension Dictionary: WireValue where Key == String, Value: WireValue {
    package static var schema: Schema { .map(Value.schema) }
    package var wire: JSON { .object(sorted { $0.key < $1.key }.map { JSON.Member($0.key, $0.value.wire) }) }
}

extension JSON: WireValue {
    package static var schema: Schema { .anything }
    package var wire: JSON { self }
}

/// An enumeration that is written as its raw text.
package protocol WireChoice: WireValue, RawRepresentable, CaseIterable where RawValue == String {}

extension WireChoice {
    package static var schema: Schema { .choice(allCases.map(\.rawValue)) }
    package var wire: JSON { .string(rawValue) }
}
