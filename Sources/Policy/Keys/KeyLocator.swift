/// Where a key is looked for, and what was found there.
package struct KeyLocator: Sendable {
    package enum Finding: Equatable, Sendable {
        /// Nothing, or an empty key.
        case missing
        case duplicate
        case key(String)
    }

    /// A value that a query or a body has under a name.
    package enum Parameter: Equatable, Sendable {
        case text(String)
        /// A name without `=`, which carries no value.
        case flag
        case several
    }

    package let names: [String]
    package let inHeader: Bool
    package let inQuery: Bool
    package let inBody: Bool

    package init(names: [String], inHeader: Bool = true, inQuery: Bool = false, inBody: Bool = false) {
        self.names = names
        self.inHeader = inHeader
        self.inQuery = inQuery
        self.inBody = inBody
    }

    /// For each name in order the header, then the query, then the body: the first value that is there decides.
    package func find(
        headers: HeaderFields, query: String? = nil, body: (String) -> Parameter? = { _ in nil }
    ) -> Finding {
        for name in names {
            if inHeader, let found = inHeaders(headers, name) { return found }
            if inQuery, let query, let found = finding(Self.parameter(name, in: query)) { return found }
            if inBody, let found = finding(body(name)) { return found }
        }
        return .missing
    }

    private func inHeaders(_ headers: HeaderFields, _ name: String) -> Finding? {
        var value: String?
        for field in headers where Self.isHeader(field.name, named: name) {
            if value != nil { return .duplicate }
            value = field.value
        }
        return value.map { $0.isEmpty ? .missing : .key($0) }
    }

    private func finding(_ parameter: Parameter?) -> Finding? {
        switch parameter {
        case nil, .flag: nil
        case .several: .duplicate
        case .text(let text): text.isEmpty ? .missing : .key(text)
        }
    }

    /// Whether a field is meant by a configured name; an underscore there stands for a hyphen as well.
    package static func isHeader(_ field: String, named name: String) -> Bool {
        let field = field.utf8, name = name.utf8
        guard field.count == name.count else { return false }
        return zip(field, name).allSatisfy { ASCII.lower($0) == ASCII.lower($1) || ($1 == 0x5F && $0 == 0x2D) }
    }

    /// The value of a query parameter, or nil when it is not there. Names are compared with their case, decoded.
    package static func parameter(_ name: String, in query: String) -> Parameter? {
        var found: Parameter?
        for item in query.utf8.split(separator: 0x26) {
            let parts = item.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, decoded(first) == name else { continue }
            guard found == nil else { return .several }
            found = parts.count == 1 ? .flag : .text(decoded(parts[1]))
        }
        return found
    }

    /// The query without a parameter; the others keep their order and are written anew.
    package static func query(_ query: String, without name: String) -> String {
        let kept = query.utf8.split(separator: 0x26).compactMap { item -> String? in
            let parts = item.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, decoded(first) != name else { return nil }
            return parts.map { encoded(decoded($0)) }.joined(separator: "=")
        }
        return kept.joined(separator: "&")
    }

    private static func decoded(_ bytes: some Sequence<UInt8>) -> String {
        var result: [UInt8] = [], pending: [UInt8] = []
        for byte in bytes {
            if pending.isEmpty, byte != 0x25 {
                result.append(byte == 0x2B ? 0x20 : byte)
                continue
            }
            pending.append(byte)
            guard pending.count == 3 else { continue }
            if let value = UInt8(String(decoding: pending[1...], as: UTF8.self), radix: 16) {
                result.append(value)
            } else {
                result.append(contentsOf: pending)
            }
            pending = []
        }
        return String(decoding: result + pending, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if PatternParser.word.contains(byte) || byte == 0x2D || byte == 0x2E || byte == 0x7E {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
