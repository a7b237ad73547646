import HTTPTypes
import Hummingbird
import Model

/// What a browser's form sent: text fields and files.
package struct FormData: Sendable {
    package struct File: Sendable {
        package var name: String
        package var type: String
        package var bytes: [UInt8]
    }

    package private(set) var fields: [(name: String, value: String)] = []
    package internal(set) var files: [String: File] = [:]
    /// What somebody else has changed, too, since the form was opened; known once it is `merged`.
    package internal(set) var clashes: [FormClash] = []

    package init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// The first value of a field; empty when it was not sent.
    package subscript(name: String) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    /// The first value, or nil when nothing or only white space was sent.
    package func nonEmpty(_ name: String) -> String? {
        let value = self[name].trimmingSpaces
        return value.isEmpty ? nil : value
    }

    package func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Whether a checkbox was ticked.
    package func isOn(_ name: String) -> Bool {
        ["on", "true", "1"].contains(self[name])
    }

    fileprivate mutating func add(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    fileprivate mutating func add(_ name: String, _ file: File) {
        files[name] = file
    }
}

extension Call {
    /// What forms may weigh where nothing else is said.
    package static var formLimit: Int { 1_024 * 1_024 }

    /// The body of a form, URL-encoded or multipart.
    package func form(limit: Int = formLimit) async throws -> FormData {
        let type = request.headers[.contentType] ?? ""
        let bytes = try await bytes(limit: limit)
        if type.lowercased().hasPrefix("multipart/form-data") {
            guard let boundary = MultipartForm.boundary(of: type) else {
                throw Refusal.invalid("body", .invalid, "the form has no boundary")
            }
            return try MultipartForm.parse(bytes, boundary: boundary)
        }
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") || bytes.isEmpty else {
            throw Refusal.unsupportedMediaType("Forms are sent URL-encoded or as multipart/form-data")
        }
        let pairs = QueryString.parse(String(decoding: bytes, as: UTF8.self))
        return FormData(pairs.map { ($0.name, $0.value ?? "") })
    }
}

/// Multipart bodies (RFC 7578).
enum MultipartForm {
    static func boundary(of type: String) -> String? {
        for part in type.split(separator: ";").dropFirst() {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].lowercased() == "boundary" {
                return pair[1].trimmingQuotes
            }
        }
        return nil
    }

    static func parse(_ bytes: [UInt8], boundary: String) throws -> FormData {
        var form = FormData()
        let marker = Array("--\(boundary)".utf8)
        var starts = occurrences(of: marker, in: bytes)[...]
        guard starts.count <= 1_000 else {
            throw Refusal.invalid("body", .maxItems(1_000), "the form has too many parts")
        }
        while let start = starts.popFirst(), let end = starts.first {
            // A part stands between line ends: one after its boundary, one before the next.
            let part = bytes[min(start + marker.count + 2, end)..<max(end - 2, min(start + marker.count + 2, end))]
            read(part, into: &form)
        }
        return form
    }

    private static func read(_ part: ArraySlice<UInt8>, into form: inout FormData) {
        guard let split = occurrences(of: [13, 10, 13, 10], in: Array(part)).first else { return }
        let head = String(decoding: part.prefix(split), as: UTF8.self)
        let body = part.dropFirst(split + 4)
        var name: String?, fileName: String?, type = "application/octet-stream"
        for line in head.split(whereSeparator: \.isNewline) {
            let lower = line.lowercased()
            if lower.hasPrefix("content-disposition:") {
                name = parameter("name", of: line)
                fileName = parameter("filename", of: line)
            } else if lower.hasPrefix("content-type:") {
                type = String(line.dropFirst("content-type:".count)).trimmingSpaces
            }
        }
        guard let name else { return }
        if let fileName {
            form.add(name, FormData.File(name: fileName, type: type, bytes: Array(body)))
        } else {
            form.add(name, String(decoding: body, as: UTF8.self))
        }
    }

    private static func parameter(_ name: String, of line: Substring) -> String? {
        for part in line.split(separator: ";").dropFirst() {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].lowercased() == name { return pair[1].trimmingQuotes }
        }
        return nil
    }

    private static func occurrences(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
        var found: [Int] = [], index = 0
        while index + needle.count <= bytes.count {
            if bytes[index] == needle[0], bytes[index..<index + needle.count].elementsEqual(needle) {
                found.append(index)
                index += needle.count
            } else {
                index += 1
            }
        }
        return found
    }
}

extension StringProtocol {
    package var trimmingSpaces: String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }

    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count >= 2 ? String(dropFirst().dropLast()) : String(self)
    }
}
