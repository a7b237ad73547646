/// The address of a document on the web. It is read strictly, so that whoever looks at the host and whoever calls it
/// mean the same server; what stands behind `#` does not belong to it.
package struct WebReference: Sendable, Hashable {
    private static let maximumLength = 2_048
    private static let doubtful = Array("\"<>\\^`{|}".utf8)

    /// `http` or `https`.
    package let scheme: String
    /// In lower case; IPv6 addresses stand in brackets.
    package let host: String
    /// Nil is the scheme's own.
    package let port: Int?
    /// The path, without `.` and `..`, and the query.
    private let rest: String

    /// Nil when the text is no such address.
    package init?(_ text: String) {
        let text = text.prefix { $0 != "#" }
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy(Self.isPlain) else { return nil }
        let lower = text.prefix(8).lowercased()
        guard let scheme = ["https", "http"].first(where: { lower.hasPrefix($0 + "://") }) else { return nil }
        let behind = text.dropFirst(scheme.count + 3)
        let authority = behind.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.server(authority.lowercased()) else { return nil }
        (self.scheme, self.host) = (scheme, host)
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        let whole = behind.dropFirst(authority.count)
        let path = whole.prefix { $0 != "?" }
        rest = Self.shortened(path) + whole.dropFirst(path.count)
    }

    package var text: String { origin + rest }

    /// The host, and the port unless it is the scheme's own: what an operator allows.
    package var server: String { host + (port.map { ":\($0)" } ?? "") }

    private var origin: String { "\(scheme)://\(server)" }

    /// What a reference in this document leads to; nil when that is not on the web.
    package func resolving(_ reference: String) -> WebReference? {
        guard let written = Self.encoded(reference.prefix { $0 != "#" }) else { return nil }
        if written.isEmpty { return self }
        if written.hasPrefix("//") { return WebReference("\(scheme):\(written)") }
        if written.hasPrefix("/") { return WebReference(origin + written) }
        if Self.hasScheme(written) { return WebReference(written) }
        let path = rest.prefix { $0 != "?" }
        if written.hasPrefix("?") { return WebReference(origin + path + written) }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return WebReference(origin + folder + written)
    }

    private static func hasScheme(_ text: String) -> Bool {
        let name = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" }
        return name.count < text.count && text.dropFirst(name.count).first == ":"
    }

    /// Blanks and letters beyond ASCII as browsers send them; nil for what breaks lines.
    private static func encoded(_ text: Substring) -> String? {
        var result = ""
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F { return nil }
            if byte == 0x20 || byte > 0x7F {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            } else {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return result
    }

    /// Visible ASCII without what servers and browsers read differently.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x21..<0x7F).contains(byte) && !doubtful.contains(byte)
    }

    /// The host and the port of an authority that names no account.
    private static func server(_ text: String) -> (String, Int?)? {
        guard let found = text.wholeMatch(of: /(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?)(?::([0-9]{1,5}))?/)
        else { return nil }
        guard let digits = found.3 else { return (String(found.1), nil) }
        guard let port = Int(digits), (1...65_535).contains(port) else { return nil }
        return (String(found.1), port)
    }

    private static func shortened(_ path: Substring) -> String {
        var steps: [Substring] = []
        let written = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (place, step) in written.enumerated() {
            let isLast = place == written.count - 1
            switch step.lowercased().replacing("%2e", with: ".") {
            case ".": if isLast { steps.append("") }
            case "..":
                _ = steps.popLast()
                if isLast { steps.append("") }
            default: steps.append(step)
            }
        }
        return "/" + steps.joined(separator: "/")
    }
}
