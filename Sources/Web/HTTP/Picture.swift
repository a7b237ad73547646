import HTTPTypes

extension Reply {
    /// A picture that somebody uploaded: it may be kept, but not act.
    package static func picture(_ bytes: [UInt8], type: String) -> Reply {
        Reply(
            .ok,
            headers: [
                .contentType: type, .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
                .cacheControl: "private, max-age=300",
            ], body: bytes)
    }

    /// A description of an API as it was uploaded.
    package static func description(_ content: String) -> Reply {
        let isObject = content.first { !$0.isWhitespace } == "{"
        return .text(content, type: isObject ? "application/json" : "application/yaml; charset=utf-8")
    }

    package static func markdown(_ text: String) -> Reply {
        .text(text, type: "text/markdown; charset=utf-8")
    }
}
