/// An answer that the gateway gives by itself; the fields of its framing and its name are added where it is sent.
package struct GatewayReply: Sendable {
    package var status: Int
    package var headers: HeaderFields
    package var body: [UInt8]

    package init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why the gateway does not forward a request, or not what an upstream did.
package struct GatewayRefusal: Error, Equatable {
    package var status: Int
    package var message: String
    /// What the client would have to present.
    package var challenge: String?
    /// Where the client is sent, for a redirection.
    package var location: String?
    /// Whether the exchange failed, rather than the client's right to it.
    package var isFailure: Bool

    package init(
        _ status: Int, _ message: String, challenge: String? = nil, location: String? = nil, isFailure: Bool = false
    ) {
        self.status = status
        self.message = message
        self.challenge = challenge
        self.location = location
        self.isFailure = isFailure
    }

    package static let noRoute = Self(404, "no Route matched with those values")
    package static let noService = Self(503, "no Service found with those values")
    package static let missingKey = Self(401, "No API key found in request", challenge: "Key")
    package static let duplicateKey = Self(401, "Duplicate API key found", challenge: "Key")
    package static let unauthorized = Self(401, "Unauthorized", challenge: "Key")
    package static let notAllowed = Self(403, "You cannot consume this service")
    package static let httpsRequired = Self(426, "Please use HTTPS protocol")
    package static let badRequest = Self(400, "Bad request", isFailure: true)
    package static let headTooLarge = Self(400, "Request header or cookie too large", isFailure: true)
    package static let methodNotAllowed = Self(405, "Method not allowed", isFailure: true)
    package static let requestTimeout = Self(408, "Request timeout", isFailure: true)
    package static let invalidResponse = Self(
        502, "An invalid response was received from the upstream server", isFailure: true)
    package static let nameNotResolved = Self(503, "name resolution failed")
    package static let upstreamUnavailable = Self(
        503, "The upstream server is currently unavailable", isFailure: true)
    package static let upstreamTimeout = Self(504, "The upstream server is timing out", isFailure: true)
    /// What a data plane says before it has been told anything.
    package static let notConfigured = Self(503, "The gateway has no configuration yet")
    package static let unexpected = Self(500, "An unexpected error occurred", isFailure: true)
}

extension GatewayRefusal {
    /// The answer in the form that the client asked for.
    package func reply(to headers: HeaderFields, requestID: String) -> GatewayReply {
        var fields = HeaderFields()
        if let location {
            fields.append("Location", location)
            return GatewayReply(status: status, headers: fields, body: [])
        }
        let form = ErrorForm.chosen(by: headers, isFailure: isFailure)
        fields.append("Content-Type", form.contentType)
        if let challenge { fields.append("WWW-Authenticate", challenge) }
        if status == 426 {
            fields.append("Connection", "Upgrade")
            fields.append("Upgrade", "TLS/1.2, HTTP/1.1")
        }
        return GatewayReply(status: status, headers: fields, body: form.body(message, requestID: requestID))
    }
}
