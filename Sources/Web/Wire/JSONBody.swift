import HTTPTypes
import Hummingbird
package import Model

extension Call {
    /// What JSON bodies may weigh where nothing else is said.
    package static var jsonLimit: Int { 2 * 1_024 * 1_024 }

    /// The body as JSON. Refuses other media types, malformed text, and more than `limit` bytes. A request without a
    /// body and without a type says nothing: an empty object.
    package func json(limit: Int = jsonLimit) async throws -> JSON {
        let length = request.headers[.contentLength].flatMap(Int.init) ?? 0
        if request.headers[.contentType] == nil, length == 0, try await bytes(limit: 0).isEmpty { return [:] }
        let type = request.headers[.contentType]?.split(separator: ";").first.map {
            $0.filter { $0 != " " }.lowercased()
        }
        guard type == "application/json" else {
            let detail = "This API only supports requests with `Content-Type: application/json`"
            throw Refusal.unsupportedMediaType(detail)
        }
        do {
            return try JSON(parsing: try await bytes(limit: limit))
        } catch let error as JSONError {
            let detail = "The body is no valid JSON: \(error.reason) at byte \(error.offset)"
            throw Refusal.invalid([FieldProblem("body", .invalid, detail)], detail: detail)
        }
    }

    /// Reads a JSON object by a sequence of reads, and refuses it when any of them found something wrong.
    package func body<Value>(
        isClosed: Bool = true, limit: Int = jsonLimit, _ reads: (inout BodyReader) throws -> Value
    ) async throws -> Value {
        var reader = try BodyReader(try await json(limit: limit))
        let value = try reads(&reader)
        try reader.finish(isClosed: isClosed)
        return value
    }
}
