import Foundation
import HTTPTypes
package import Hummingbird
package import Model

/// One request to a door, with who asks: `Caller` says what had to be established before.
package struct Call<Caller: Sendable>: Sendable {
    package let request: Request
    package let parameters: [String: String]
    package let caller: Caller
    package let origin: ClientOrigin
    package let requestID: String

    package init(
        request: Request, parameters: [String: String], caller: Caller, origin: ClientOrigin, requestID: String
    ) {
        self.request = request
        self.parameters = parameters
        self.caller = caller
        self.origin = origin
        self.requestID = requestID
    }
}

extension Call {
    /// The id at a place in the path; what is no id names nothing.
    package func id<Entity>(_ name: String, of: Entity.Type = Entity.self) throws -> ID<Entity> {
        guard let id = ID<Entity>(try text(name)) else { throw Refusal.notFound }
        return id
    }

    /// The text at a place in the path.
    package func text(_ name: String) throws -> String {
        guard let text = parameters[name] else { throw Refusal.notFound }
        return text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding ?? text : text
    }

    /// The first value of a query parameter.
    package func query(_ name: String) -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init)
    }

    /// Whether a switch such as `?force` is on: absent and `false` are off, bare and `true` on; else a refusal.
    package func flag(_ name: String) throws -> Bool {
        guard let value = rawQuery.first(where: { $0.name == name })?.value else {
            return rawQuery.contains { $0.name == name }
        }
        switch value {
        case "true", "": return true
        case "false": return false
        default:
            let reason = "value of \"\(name)\" must be true or false"
            throw Refusal.invalid([FieldProblem(name, .oneOf(["true", "false"]), reason, source: .query)])
        }
    }

    /// Every query parameter, decoded, in order; the value is nil for a bare name.
    package var rawQuery: [(name: String, value: String?)] {
        QueryString.parse(request.uri.query ?? "")
    }

    /// The bytes of the body. Refuses more than `limit`.
    package func bytes(limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw Refusal.tooLarge("The body must not exceed \(UploadLimits.words(limit))")
        }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            bytes.append(contentsOf: buffer.readableBytesView)
            if bytes.count > limit { throw Refusal.tooLarge("The body must not exceed \(UploadLimits.words(limit))") }
        }
        return bytes
    }
}

/// `a=b&c`, decoded.
package enum QueryString {
    package static func parse(_ text: String) -> [(name: String, value: String?)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : nil)
        }
    }

    package static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    /// Percent-encodes everything but unreserved characters.
    package static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 0x2D, 0x2E, 0x5F, 0x7E: result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
