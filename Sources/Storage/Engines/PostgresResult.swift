import CPostgres

/// A result of libpq.
final class PostgresResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var error: PostgresError? {
        switch PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: nil
        default:
            PostgresError(
                state: field("C"), message: String(cString: PQresultErrorMessage(pointer)), constraint: field("n"))
        }
    }

    /// The number of rows that the statement changed or gave.
    var changedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// What the server says it has done, such as COMMIT.
    var tag: String { String(cString: PQcmdStatus(pointer)) }

    /// The names of the columns.
    var columns: Columns { Columns((0..<PQnfields(pointer)).map { String(cString: PQfname(pointer, $0)) }) }

    func rows(_ columns: Columns) -> [Row] {
        let width = PQnfields(pointer)
        let types = (0..<width).map { PQftype(pointer, $0) }
        return (0..<PQntuples(pointer)).map { row in
            Row(columns: columns, values: (0..<width).map { value(row, $0, types[Int($0)]) })
        }
    }

    private func field(_ code: Unicode.Scalar) -> String {
        PQresultErrorField(pointer, Int32(code.value)).map { String(cString: $0) } ?? ""
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) -> Value {
        if PQgetisnull(pointer, row, column) == 1 { return .null }
        let length = Int(PQgetlength(pointer, row, column))
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: length)
        let text = { String(decoding: bytes, as: UTF8.self) }
        switch type {
        case 16: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case 17: return .bytes(Self.decoded(bytes))
        case 20, 21, 23: return Int64(text()).map(Value.integer) ?? .text(text())
        case 700, 701: return Double(text()).map(Value.real) ?? .text(text())
        // A sum of integers is a numeric here and an integer on SQLite.
        case 1700: return Int64(text()).map(Value.integer) ?? Double(text()).map(Value.real) ?? .text(text())
        default: return .text(text())
        }
    }

    /// The bytes behind `\x0aff`.
    private static func decoded(_ text: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: max(0, text.count / 2 - 1)) { buffer, count in
            var index = 2
            while index + 1 < text.count {
                buffer.initializeElement(at: count, to: nibble(text[index]) << 4 | nibble(text[index + 1]))
                count += 1
                index += 2
            }
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit &- UInt8(ascii: "0") : digit &- UInt8(ascii: "a") &+ 10
    }
}
