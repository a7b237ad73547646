/// The forms in which the gateway reports an error.
package enum ErrorForm: Sendable {
    case json, html, plain, xml

    /// The form with the highest quality in `Accept`; without one JSON, or for failures what the request is made of.
    package static func chosen(by headers: HeaderFields, isFailure: Bool) -> ErrorForm {
        let accept = headers.all("accept").joined(separator: ",")
        guard !accept.isEmpty else {
            guard isFailure else { return .json }
            return headers.first("content-type").flatMap { Self(mediaType: mediaType($0)) } ?? .plain
        }
        var form = ErrorForm.json, best = 0.0
        for item in ASCII.list(accept) {
            let quality = Self.quality(item)
            guard quality > best else { continue }
            best = quality
            form = Self(mediaType: mediaType(item)) ?? form
        }
        return form
    }

    private init?(mediaType: String) {
        switch mediaType {
        case "application/json", "*/*", "application/*": self = .json
        case "text/html": self = .html
        case "text/plain", "text/*": self = .plain
        case "application/xml": self = .xml
        default: return nil
        }
    }

    private static func mediaType(_ item: String) -> String {
        ASCII.lowercased(ASCII.trimmed(item.prefix { $0 != ";" }))
    }

    private static func quality(_ item: String) -> Double {
        for parameter in item.split(separator: ";").dropFirst() {
            let text = ASCII.lowercased(parameter.filter { $0 != " " })
            if text.hasPrefix("q=") { return Double(text.dropFirst(2)) ?? 0 }
        }
        return 1
    }

    package var contentType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .plain: "text/plain; charset=utf-8"
        case .xml: "application/xml; charset=utf-8"
        }
    }

    package func body(_ message: String, requestID: String) -> [UInt8] {
        let text =
            switch self {
            case .json: "{\n  \"message\":\"\(message)\",\n  \"request_id\":\"\(requestID)\"\n}"
            case .plain: "\(message)\nrequest_id: \(requestID)\n"
            case .html:
                """
                <!doctype html>
                <html>
                  <head>
                    <meta charset="utf-8">
                    <title>Error</title>
                  </head>
                  <body>
                    <h1>Error</h1>
                    <p>\(message).</p>
                    <p>request_id: \(requestID)</p>
                  </body>
                </html>

                """
            case .xml:
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <error>
                  <message>\(message)</message>
                  <requestid>\(requestID)</requestid>
                </error>

                """
            }
        return Array(text.utf8)
    }
}
