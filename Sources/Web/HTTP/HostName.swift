package import Hummingbird

/// The host that a request names.
package enum HostName {
    /// In lower case, without the port; empty when the request names none.
    package static func name(of request: Request) -> String {
        let authority = (request.head.authority ?? "").lowercased()
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority }
        return String(authority[..<colon])
    }
}
