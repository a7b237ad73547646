package import Model

/// One statement or a part of one: text, and values that are bound, never concatenated.
///
///     let find: SQL = "SELECT * FROM portals WHERE id = \(id)"
///
/// Whatever is interpolated becomes a bind. Text is spliced only by `\(raw:)`, which takes what stands in the source,
/// and `\(sql:)`.
package struct SQL: Sendable {
    enum Piece: Sendable {
        case text(String)
        case bind(Bind)
        case either(sqlite: SQL, postgresql: SQL)
    }

    var pieces: [Piece]

    init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// No text at all.
    package static let empty = SQL(pieces: [])

    /// Text for each engine, where one wording does not do.
    package static func either(sqlite: SQL, postgresql: SQL) -> SQL {
        SQL(pieces: [.either(sqlite: sqlite, postgresql: postgresql)])
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        SQL(pieces: left.pieces + right.pieces)
    }

    package static func += (left: inout SQL, right: SQL) {
        left.pieces += right.pieces
    }

    /// The parts with the separator between them.
    package static func joined(_ parts: [SQL], separator: SQL = ", ") -> SQL {
        var result = SQL.empty
        for (index, part) in parts.enumerated() {
            if index > 0 { result += separator }
            result += part
        }
        return result
    }

    /// The parts joined by AND, each in parentheses; TRUE when there are none.
    package static func all(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "TRUE" : joined(conditions.map { "(" + $0 + ")" }, separator: " AND ")
    }

    /// The parts joined by OR, each in parentheses; FALSE when there are none.
    package static func any(_ conditions: [SQL]) -> SQL {
        conditions.isEmpty ? "FALSE" : "(" + joined(conditions.map { "(" + $0 + ")" }, separator: " OR ") + ")"
    }
}

/// A value beside a statement; nil is NULL of that type.
enum Bind: Sendable, Hashable {
    case text(String?), integer(Int64?), real(Double?), boolean(Bool?), bytes([UInt8]?)
}

extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral value: StaticString) {
        pieces = [.text(value.description)]
    }

    package init(stringInterpolation: Interpolation) {
        pieces = stringInterpolation.pieces
    }

    package struct Interpolation: StringInterpolationProtocol {
        var pieces: [Piece] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { pieces.append(.text(literal.description)) }
        }

        package mutating func appendInterpolation(_ value: String?) { pieces.append(.bind(.text(value))) }
        package mutating func appendInterpolation(_ value: Int?) {
            pieces.append(.bind(.integer(value.map(Int64.init))))
        }
        package mutating func appendInterpolation(_ value: Int64?) { pieces.append(.bind(.integer(value))) }
        package mutating func appendInterpolation(_ value: Double?) { pieces.append(.bind(.real(value))) }
        package mutating func appendInterpolation(_ value: Bool?) { pieces.append(.bind(.boolean(value))) }
        package mutating func appendInterpolation(_ value: [UInt8]?) { pieces.append(.bind(.bytes(value))) }

        package mutating func appendInterpolation(_ value: Instant?) {
            pieces.append(.bind(.integer(value?.milliseconds)))
        }

        package mutating func appendInterpolation<Entity>(_ value: ID<Entity>?) {
            pieces.append(.bind(.text(value?.text)))
        }

        /// JSON as its text.
        package mutating func appendInterpolation(_ value: JSON?) { pieces.append(.bind(.text(value?.text))) }

        /// Enumerations are text.
        package mutating func appendInterpolation<Choice: RawRepresentable<String>>(_ value: Choice?) {
            pieces.append(.bind(.text(value?.rawValue)))
        }

        /// Labels as a JSON object, their keys in order.
        package mutating func appendInterpolation(labels: [String: String]) {
            let members = labels.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
            appendInterpolation(JSON.object(members))
        }

        /// `(?, ?, ?)`, to stand after IN; an empty list matches nothing.
        package mutating func appendInterpolation(list: [String]) { appendList(list.map(Bind.text)) }
        package mutating func appendInterpolation(list: [Int64]) { appendList(list.map(Bind.integer)) }

        package mutating func appendInterpolation<Entity>(list: [ID<Entity>]) {
            appendList(list.map { .text($0.text) })
        }

        /// Text that stands in the source.
        package mutating func appendInterpolation(raw: StaticString) { pieces.append(.text(raw.description)) }

        /// Another statement or a part of one.
        package mutating func appendInterpolation(sql: SQL) { pieces += sql.pieces }

        private mutating func appendList(_ values: [Bind]) {
            pieces.append(.text("("))
            for (index, value) in values.enumerated() {
                if index > 0 { pieces.append(.text(", ")) }
                pieces.append(.bind(value))
            }
            pieces.append(.text(values.isEmpty ? "NULL)" : ")"))
        }
    }
}

extension SQL {
    /// `INSERT INTO table (columns) VALUES (values)`.
    package static func insert(_ table: StaticString, _ values: KeyValuePairs<StaticString, SQL>) -> SQL {
        let columns = joined(values.map { SQL(stringLiteral: $0.key) })
        return "INSERT INTO " + SQL(stringLiteral: table)
            + " (\(sql: columns)) VALUES (\(sql: joined(values.map(\.value))))"
    }

    /// `UPDATE table SET column = value, ... WHERE condition`.
    package static func update(
        _ table: StaticString, _ values: KeyValuePairs<StaticString, SQL>, where condition: SQL
    ) -> SQL {
        let assignments = joined(values.map { SQL(stringLiteral: $0.key) + " = " + $0.value })
        return "UPDATE " + SQL(stringLiteral: table) + " SET \(sql: assignments) WHERE \(sql: condition)"
    }
}

/// A statement as one engine reads it.
struct Rendered: Sendable, Hashable {
    var text = ""
    var binds: [Bind] = []
}

extension SQL {
    /// The text and binds for an engine.
    func rendered(for dialect: Dialect) -> Rendered {
        var result = Rendered()
        append(to: &result, dialect)
        return result
    }

    private func append(to result: inout Rendered, _ dialect: Dialect) {
        for piece in pieces {
            switch piece {
            case .text(let text): result.text += text
            case .bind(let bind):
                result.binds.append(bind)
                result.text += dialect == .sqlite ? "?" : "$\(result.binds.count)"
            case .either(let sqlite, let postgresql):
                (dialect == .sqlite ? sqlite : postgresql).append(to: &result, dialect)
            }
        }
    }
}
