/// How long the body of a request is.
package enum RequestFraming: Equatable, Sendable {
    case none
    case length(Int)
    case chunked

    /// Nil when the head leaves any doubt, which is how requests are smuggled past a proxy.
    package init?(_ headers: HeaderFields, isHTTP10: Bool) {
        let lengths = headers.all("content-length"), encodings = headers.all("transfer-encoding")
        if encodings.isEmpty {
            guard let text = lengths.first else {
                self = .none
                return
            }
            let digits = text.utf8
            guard lengths.count == 1, !digits.isEmpty, digits.count < 19, digits.allSatisfy({ (48...57).contains($0) }),
                let length = Int(text)
            else { return nil }
            self = .length(length)
        } else {
            guard lengths.isEmpty, !isHTTP10, encodings.count == 1, ASCII.same(encodings[0], "chunked") else {
                return nil
            }
            self = .chunked
        }
    }
}

/// What a request must keep to before anything else is looked at.
package enum RequestRules {
    /// The refusal that a malformed head gets, or nil.
    package static func refusal(method: String, headers: HeaderFields, isHTTP10: Bool) -> GatewayRefusal? {
        if method == "TRACE" || method == "CONNECT" { return .methodNotAllowed }
        let hosts = headers.all("host")
        guard hosts.count == 1 || (hosts.isEmpty && isHTTP10) else { return .badRequest }
        if let host = hosts.first, !isHost(host) { return .badRequest }
        for field in headers where !isFieldName(field.name) || !isFieldValue(field.value) { return .badRequest }
        return nil
    }

    /// Letters, digits and the marks of a registered name, or an address in brackets, with or without a port.
    package static func isHost(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        if let colon = bytes.lastIndex(of: 0x3A), !bytes[colon...].contains(0x5D) {
            guard bytes[(colon + 1)...].allSatisfy({ (48...57).contains($0) }), bytes.count - colon <= 6 else {
                return false
            }
            bytes = bytes[..<colon]
        }
        if bytes.first == 0x5B {
            return bytes.count > 2 && bytes.last == 0x5D && bytes.dropFirst().dropLast().allSatisfy(isAddress)
        }
        return bytes.allSatisfy { hostBytes.contains($0) }
    }

    private static let hostBytes = ByteSet(0x30...0x39).union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))
        .union(ByteSet(of: "-._~%!$&'()*+,;="))
    private static let tokenBytes = ByteSet(0x30...0x39).union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A))
        .union(ByteSet(of: "!#$%&'*+-.^_`|~"))
    private static let addressBytes = ByteSet(0x30...0x39).union(ByteSet(0x41...0x46)).union(ByteSet(0x61...0x66))
        .union(ByteSet(of: ":."))

    private static func isAddress(_ byte: UInt8) -> Bool { addressBytes.contains(byte) }

    private static func isFieldName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { tokenBytes.contains($0) }
    }

    private static func isFieldValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
    }
}
