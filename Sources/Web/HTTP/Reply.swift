package import HTTPTypes
package import Hummingbird
package import Model
import NIOCore
package import Rendering

/// What a door answers.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: [UInt8]
    /// The body piece by piece, instead of all at once.
    package var stream: AsyncThrowingStream<[UInt8], any Error>?

    package init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// No body.
    package static func empty(_ status: HTTPResponse.Status = .noContent) -> Reply {
        Reply(status)
    }

    package static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Reply {
        var bytes: [UInt8] = []
        value.write(into: &bytes)
        return Reply(status, headers: [.contentType: "application/json; charset=utf-8"], body: bytes)
    }

    package static func html(_ page: HTML, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, headers: [.contentType: "text/html; charset=utf-8"], body: Array(page.text.utf8))
    }

    package static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Reply {
        Reply(.ok, headers: [.contentType: type], body: Array(text.utf8))
    }

    /// Sends a browser elsewhere on this host with GET. An address of another host becomes `/`.
    package static func redirect(to path: String) -> Reply {
        Reply(.seeOther, headers: [.location: LocalPath.checked(path)])
    }

    /// With one more header.
    package func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var reply = self
        reply.headers.append(HTTPField(name: name, value: value))
        return reply
    }

    package func with(_ cookie: Cookie) -> Reply {
        with(.setCookie, cookie.header)
    }

    package var response: Response {
        guard let stream else {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        }
        let body = ResponseBody { writer in
            for try await piece in stream { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: body)
    }
}

/// Paths that a redirect may name: on this host only.
package enum LocalPath {
    /// The path, or `/` when it would lead to another host.
    package static func checked(_ path: String) -> String {
        let isLocal = path.hasPrefix("/") && !path.hasPrefix("//") && !path.hasPrefix("/\\")
        return isLocal && path.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F } ? path : "/"
    }
}
