import Model
import NIOCore
import NIOPosix

/// Where an upstream is, and how it is spoken to; connections to the same one are interchangeable.
struct UpstreamAddress: Hashable, Sendable {
    let host: String
    let port: Int
    let isSecure: Bool
    let verifies: Bool

    init(_ service: GatewayConfiguration.Service) {
        host = service.host
        port = service.port
        isSecure = service.scheme == .https
        verifies = service.verifiesCertificate
    }

    /// The host without the brackets of an IPv6 address.
    var bareHost: String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }
}

/// Why an exchange with an upstream failed.
enum UpstreamFailure {
    case nameNotResolved
    case connectFailed
    case connectTimeout
    /// Neither bytes from it nor room for bytes to it in time.
    case timeout
    /// It closed early, or what it sent is no HTTP.
    case broken

    init(connecting error: any Error) {
        switch error {
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty {
                self = .nameNotResolved
            } else if error.connectionErrors.contains(where: { Self.isTimeout($0.error) }) {
                self = .connectTimeout
            } else {
                self = .connectFailed
            }
        default: self = Self.isTimeout(error) ? .connectTimeout : .connectFailed
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout? = error as? ChannelError { true } else { false }
    }
}
