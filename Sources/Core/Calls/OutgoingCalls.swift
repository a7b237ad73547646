/// Calls servers whose addresses somebody else has given: webhooks, identity providers, bridges.
///
/// Such an address may lead into the own network; whoever makes the call refuses that, whatever its name resolves to,
/// and follows no redirect.
package protocol OutgoingCalls: Sendable {
    /// The answer, whatever its status. Throws an `OutgoingCallFailure` when there is none.
    func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer
}

/// Makes no calls: for programs and tests that have said nothing else.
package struct NoOutgoingCalls: OutgoingCalls {
    package init() {}

    package func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
        throw OutgoingCallFailure("calls to other servers are switched off")
    }
}

/// A request to another server.
package struct OutgoingCall: Sendable, Equatable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// Whether the server's certificate must be right.
    package var verifiesCertificate = true
    package var timeout = Duration.seconds(15)
    /// The answer is cut off after so many bytes.
    package var answerLimit = 64 * 1_024

    package init(_ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    package static func == (left: OutgoingCall, right: OutgoingCall) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.verifiesCertificate == right.verifiesCertificate && left.timeout == right.timeout
            && left.answerLimit == right.answerLimit
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }
}

package struct OutgoingCallAnswer: Sendable, Equatable {
    package var status: Int
    package var body: [UInt8]
    /// Where a redirect leads, which nobody follows.
    package var location: String?

    package init(status: Int, body: [UInt8], location: String? = nil) {
        self.status = status
        self.body = body
        self.location = location
    }
}

/// Why a call got no answer, in a sentence for operators.
package struct OutgoingCallFailure: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
