/// One value of a route's hosts.
enum HostPattern: Sendable, Equatable {
    case exact(String, port: Int?)
    /// `*.example.com`: what the host must end in.
    case suffix(String, port: Int?)
    /// `example.*`: what the host must begin with.
    case prefix(String, port: Int?)

    init(_ text: String) {
        let (host, port) = GatewayRequest.split(text)
        if host.hasPrefix("*") {
            self = .suffix(String(host.dropFirst()), port: port)
        } else if host.hasSuffix("*") {
            self = .prefix(String(host.dropLast()), port: port)
        } else {
            self = .exact(host, port: port)
        }
    }

    var isWildcard: Bool {
        if case .exact = self { false } else { true }
    }

    func matches(_ host: String, port: Int) -> Bool {
        switch self {
        case .exact(let text, let wanted): host == text && (wanted ?? port) == port
        case .suffix(let text, let wanted):
            host.utf8.count > text.utf8.count && host.hasSuffix(text) && (wanted ?? port) == port
        case .prefix(let text, let wanted):
            host.utf8.count > text.utf8.count && host.hasPrefix(text) && (wanted ?? port) == port
        }
    }
}

/// What a route wants of one header.
struct HeaderPattern: Sendable {
    let name: String
    private let values: [String]
    private let pattern: Pattern?
    private let isImpossible: Bool

    init(name: String, values: [String]) {
        self.name = name
        if values.count == 1, values[0].hasPrefix("~*") {
            pattern = Pattern(String(values[0].dropFirst(2)))
            isImpossible = pattern == nil
            self.values = []
        } else {
            pattern = nil
            isImpossible = false
            self.values = values
        }
    }

    func matches(_ headers: HeaderFields) -> Bool {
        guard !isImpossible else { return false }
        for field in headers where ASCII.same(field.name, name) {
            if let pattern {
                if pattern.isContained(in: field.value.utf8.map(ASCII.lower)) { return true }
            } else if values.contains(where: { ASCII.same($0, field.value) }) {
                return true
            }
        }
        return false
    }
}
