package import Hummingbird

/// The host that a request names.
package enum HostName {
    /// In lower case, without the port; empty when the request names none.
    package static func name(of request: Request) -> String {
        // Bytes, not characters: this is asked for with every request.
        let authority = (request.head.authority ?? "").lowercased()
        guard authority.utf8.last != UInt8(ascii: "]"),
            let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":"))
        else { return authority }
        return String(authority[..<colon])
    }
}
