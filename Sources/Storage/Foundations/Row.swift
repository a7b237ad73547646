package import Model

/// A value as an engine gave it.
enum Value: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)
    case bytes([UInt8])
}

/// The names of a result's columns, shared by its rows.
final class Columns: Sendable {
    let names: [String]
    let indexes: [String: Int]

    init(_ names: [String]) {
        self.names = names
        indexes = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// One row of a result. Reading a column that is absent, or of another type, throws.
package struct Row: Sendable {
    let columns: Columns
    let values: [Value]

    func value(_ column: String) throws -> Value {
        guard let index = columns.indexes[column] else { throw StorageError.column(column) }
        return values[index]
    }

    private func required<T>(_ value: T?, _ column: String) throws -> T {
        guard let value else { throw StorageError.column(column) }
        return value
    }

    package func textOrNil(_ column: String) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        case .integer(let number): String(number)
        case .real, .bytes: throw StorageError.column(column)
        }
    }

    package func int64OrNil(_ column: String) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): number
        case .real(let number): try required(Int64(exactly: number), column)
        case .text, .bytes: throw StorageError.column(column)
        }
    }

    package func doubleOrNil(_ column: String) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): Double(number)
        case .real(let number): number
        case .text, .bytes: throw StorageError.column(column)
        }
    }

    package func bytesOrNil(_ column: String) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .bytes(let bytes): bytes
        case .text, .integer, .real: throw StorageError.column(column)
        }
    }
}

extension Row {
    package func text(_ column: String) throws -> String { try required(textOrNil(column), column) }
    package func int64(_ column: String) throws -> Int64 { try required(int64OrNil(column), column) }
    package func double(_ column: String) throws -> Double { try required(doubleOrNil(column), column) }
    package func bytes(_ column: String) throws -> [UInt8] { try required(bytesOrNil(column), column) }

    package func intOrNil(_ column: String) throws -> Int? { try int64OrNil(column).map { Int($0) } }
    package func int(_ column: String) throws -> Int { Int(try int64(column)) }

    package func boolOrNil(_ column: String) throws -> Bool? { try int64OrNil(column).map { $0 != 0 } }
    package func bool(_ column: String) throws -> Bool { try int64(column) != 0 }

    package func instantOrNil(_ column: String) throws -> Instant? {
        try int64OrNil(column).map(Instant.init(milliseconds:))
    }

    package func instant(_ column: String) throws -> Instant { Instant(milliseconds: try int64(column)) }

    package func idOrNil<Entity>(_ column: String) throws -> ID<Entity>? {
        try textOrNil(column).map(ID.init(stored:))
    }

    package func id<Entity>(_ column: String) throws -> ID<Entity> { ID(stored: try text(column)) }

    /// A column of JSON text.
    package func jsonOrNil(_ column: String) throws -> JSON? { try textOrNil(column).map(JSON.init(parsing:)) }
    package func json(_ column: String) throws -> JSON { try JSON(parsing: text(column)) }

    /// A column of an enumeration; throws when the stored text is none of its cases.
    package func choice<Choice: RawRepresentable<String>>(_ column: String) throws -> Choice {
        try required(Choice(rawValue: text(column)), column)
    }

    package func choiceOrNil<Choice: RawRepresentable<String>>(_ column: String) throws -> Choice? {
        try textOrNil(column).map { try required(Choice(rawValue: $0), column) }
    }

    /// A column of labels, as `\(labels:)` binds them.
    package func labels(_ column: String) throws -> [String: String] {
        let members = try json(column).members ?? []
        return Dictionary(members.map { ($0.name, $0.value.string ?? "") }, uniquingKeysWith: { $1 })
    }
}
