package import Model

/// Reads the fields of a JSON object and collects every problem, so that a caller learns all at once.
///
/// Each read declares its field: what was never declared is refused by `finish` as an unknown property. When a field
/// is wrong, the read gives a harmless stand-in and `finish` throws. The same reads describe the body for the served
/// OpenAPI document: see `describe`.
package struct BodyReader {
    private let members: [String: JSON]
    private let path: String
    private let isDescribing: Bool
    package private(set) var declared: [Schema.Property] = []
    package private(set) var problems: [FieldProblem] = []

    /// Throws when the value is no object.
    package init(_ value: JSON) throws {
        guard let members = value.members else {
            throw Refusal.invalid("body", .isObject, "the body must be a JSON object")
        }
        self.init(members, path: "", isDescribing: false)
    }

    fileprivate init(_ members: [JSON.Member], path: String, isDescribing: Bool) {
        self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        self.path = path
        self.isDescribing = isDescribing
    }

    /// The schema of the body that a sequence of reads takes.
    package static func describe(isClosed: Bool = true, _ reads: (inout BodyReader) -> Void) -> Schema {
        var reader = BodyReader([], path: "", isDescribing: true)
        reads(&reader)
        return .object(name: nil, reader.declared, isClosed: isClosed)
    }

    /// Throws what was found wrong. A closed body refuses what no read declared.
    package mutating func finish(isClosed: Bool = true) throws {
        if isClosed { refuseUnknown() }
        try Refusal.check(problems)
    }

    fileprivate mutating func refuseUnknown() {
        let known = Set(declared.map(\.name))
        for name in members.keys.sorted() where !known.contains(name) {
            report(name, .unknownProperty, "\"\(path)\(name)\" is not allowed")
        }
    }

    /// Adds a problem that only the caller can see.
    package mutating func report(_ name: String, _ rule: FieldProblem.Rule, _ reason: String) {
        problems.append(FieldProblem(path + name, rule, reason))
    }

    /// Whether the field was sent, null included.
    package func has(_ name: String) -> Bool {
        members[name] != nil
    }

    /// Declares fields that clients may send back and that are not read.
    package mutating func ignore(_ names: String...) {
        for name in names { declare(name, .anything, isRequired: false) }
    }

    fileprivate mutating func declare(_ name: String, _ schema: Schema, isRequired: Bool) {
        declared.append(Schema.Property(name, schema, isRequired: isRequired))
    }

    fileprivate func member(_ name: String) -> JSON? { members[name] }
}

/// How one value is read: its schema, and a conversion that gives the value or what is wrong with it.
package struct ValueReader<Value>: Sendable {
    package let schema: Schema
    /// What a read gives when the field is wrong or only described.
    package let standIn: @Sendable () -> Value
    package let read: @Sendable (_ field: String, JSON) -> Result<Value, Problems>

    package struct Problems: Error {
        package let list: [FieldProblem]

        package init(_ field: String, _ rule: FieldProblem.Rule, _ reason: String) {
            list = [FieldProblem(field, rule, reason)]
        }

        package init(_ list: [FieldProblem]) {
            self.list = list
        }
    }

    package init(
        schema: Schema, standIn: @escaping @Sendable () -> Value,
        read: @escaping @Sendable (_ field: String, JSON) -> Result<Value, Problems>
    ) {
        self.schema = schema
        self.standIn = standIn
        self.read = read
    }
}

extension BodyReader {
    /// A field that must be there and not null.
    package mutating func required<Value>(_ name: String, _ reader: ValueReader<Value>) -> Value {
        declare(name, reader.schema, isRequired: true)
        guard let value = member(name), !value.isNull else {
            if !isDescribing { report(name, .required, "\"\(path)\(name)\" is required") }
            return reader.standIn()
        }
        return convert(name, value, reader) ?? reader.standIn()
    }

    /// A field that may be absent, and is not null when it is there.
    package mutating func optional<Value>(_ name: String, _ reader: ValueReader<Value>) -> Value? {
        declare(name, reader.schema, isRequired: false)
        guard let value = member(name) else { return nil }
        return convert(name, value, reader)
    }

    /// A field that may be absent or null, with no difference between the two.
    package mutating func nullable<Value>(_ name: String, _ reader: ValueReader<Value>) -> Value? {
        declare(name, .nullable(reader.schema), isRequired: false)
        guard let value = member(name), !value.isNull else { return nil }
        return convert(name, value, reader)
    }

    /// A field of an update: absent leaves the value alone.
    package mutating func change<Value>(_ name: String, _ reader: ValueReader<Value>) -> Change<Value> {
        optional(name, reader).map(Change.set) ?? .unchanged
    }

    /// A field of an update that null clears.
    package mutating func nullableChange<Value>(_ name: String, _ reader: ValueReader<Value>) -> Change<Value?> {
        declare(name, .nullable(reader.schema), isRequired: false)
        guard let value = member(name) else { return .unchanged }
        if value.isNull { return .set(nil) }
        return convert(name, value, reader).map { .set($0) } ?? .unchanged
    }

    private mutating func convert<Value>(_ name: String, _ value: JSON, _ reader: ValueReader<Value>) -> Value? {
        switch reader.read(path + name, value) {
        case .success(let value): return value
        case .failure(let failure):
            problems += failure.list
            return nil
        }
    }
}

extension ValueReader {
    /// An object inside, read by the same means. A closed one refuses unknown properties.
    package static func object(
        isClosed: Bool = true, standIn: @escaping @Sendable () -> Value,
        _ reads: @escaping @Sendable (inout BodyReader) -> Value
    ) -> ValueReader {
        let schema = BodyReader.describe(isClosed: isClosed) { _ = reads(&$0) }
        return ValueReader(schema: schema, standIn: standIn) { field, json in
            guard let members = json.members else {
                return .failure(Problems(field, .isObject, "value of \"\(field)\" must be an object"))
            }
            var inner = BodyReader(members, path: field + ".", isDescribing: false)
            let value = reads(&inner)
            if isClosed { inner.refuseUnknown() }
            return inner.problems.isEmpty ? .success(value) : .failure(Problems(inner.problems))
        }
    }
}
